"""The program under the name `python -m eksnetlint`."""

from eksnetlint.cli import main

if __name__ == "__main__":
    main()
