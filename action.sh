#!/usr/bin/env bash
# The scan step of the GitHub Action, for bash 3.2 and later. Its inputs are INPUT_* variables.
#
# Findings do not fail this step: a later one does that by the output exit-code, after the SARIF
# file was uploaded. A scan that could not run fails here, with the message of the program.
set -euo pipefail

# The runner obeys lines that begin with `::`, after any white space, and `##[` anywhere; text of
# scanned files must not become such a command. Bytewise: file names need not be valid UTF-8.
defused() {
  tr '\r' '\n' <"$1" | LC_ALL=C sed -e 's/^\([^!-~]*\)::/\1\\::/' -e 's/##\[/## [/g'
}

escaped() {
  local text=${1//'%'/%25}
  text=${text//$'\r'/%0D}
  printf '%s' "${text//$'\n'/%0A}"
}

output() {
  printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"
}

fail() {
  output exit-code "$1"
  printf '::error title=eksnetlint::%s\n' "$(escaped "$2")"
  exit "$1"
}

refuse_line_breaks() {
  case $2 in
    *$'\n'* | *$'\r'*) fail 2 "The input '$1' must be one line" ;;
  esac
}

# Lines of concise output are `path:line:column: severity: message [rule]`; the first place of
# that shape decides, whatever the message says.
count() {
  LC_ALL=C awk -v severity="$1" '
    match($0, /:[0-9]+:[0-9]+: (error|warning|note): /) {
      split(substr($0, RSTART, RLENGTH), part, " ")
      if (part[2] == severity ":") n++
    }
    END { print n + 0 }
  ' "$log"
}

path=${INPUT_PATH:-.}
version=${INPUT_VERSION:-}
fail_on=${INPUT_FAIL_ON:-warning}
work=$(mktemp -d "${RUNNER_TEMP:-/tmp}/eksnetlint.XXXXXX")
sarif=${INPUT_SARIF_FILE:-$work/eksnetlint.sarif}
log=$work/findings
errors=$work/errors

refuse_line_breaks path "$path"
refuse_line_breaks sarif-file "$sarif"

case $fail_on in
  error | warning | note | never) ;;
  *) fail 2 "The input 'fail-on' must be error, warning, note or never, not '$fail_on'" ;;
esac

release='^[0-9]+(\.[0-9]+)*((a|b|rc)[0-9]+)?(\.post[0-9]+)?(\.dev[0-9]+)?$'
if [[ -z $version ]]; then
  package=$GITHUB_ACTION_PATH
elif [[ $version =~ $release ]]; then
  package="eksnetlint==$version"
else
  fail 2 "The input 'version' must be a release such as 0.1.0, not '$version'"
fi

command=(uvx --from "$package" eksnetlint scan)
while IFS= read -r line || [[ -n $line ]]; do
  line=${line%$'\r'}
  [[ -z $line ]] || command+=("$line")
done <<<"${INPUT_ARGS:-}"
# After the user's arguments: the last one wins, and `count` reads this format.
command+=(--output-format concise --color never)
command+=(--output "sarif:$sarif" --fail-on "$fail_on" -- "$path")

# A SARIF file of an earlier step would pass for this run's.
rm -f -- "$sarif"
status=0
"${command[@]}" >"$log" 2>"$errors" || status=$?
defused "$log"
defused "$errors" >&2

# uvx, too, ends in 1 when it finds no such package: only a SARIF file proves a scan.
if [[ $status -gt 1 || ! -f $sarif ]]; then
  [[ $status -gt 1 ]] || status=2
  message=$(tail -n 20 "$errors")
  fail "$status" "${message:-The scan ended without a message and without a SARIF file}"
fi

error=$(count error) warning=$(count warning) note=$(count note)
findings=$((error + warning + note))
output sarif-file "$sarif"
output findings "$findings"
output exit-code "$status"

{
  printf '### eksnetlint\n\n'
  if [[ $findings -eq 0 ]]; then
    printf 'No findings.\n'
  else
    printf '| Errors | Warnings | Notes |\n| ---: | ---: | ---: |\n'
    printf '| %s | %s | %s |\n' "$error" "$warning" "$note"
  fi
} >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
