#!/bin/sh
# Reports a verdict on a pull request of GitHub: one comment, which is edited from run to run, and a check on the commit. It runs
# in the workflow that may write, apart from the one that runs code of the pull request, and takes what that left as data: it
# reads comment.md, summary.md and receipt.json, and asks GitHub which pull request the commit belongs to.
#
#   GITHUB_TOKEN                token with pull-requests: write and checks: write
#   GITHUB_API_URL              set by GitHub
#   GITHUB_REPOSITORY           set by GitHub
#   NARROWGAUGE_GATE_SHA        the commit that was judged, as the event of the workflow says
#   NARROWGAUGE_GATE_OUTPUT_DIR folder with the verdict; narrowgauge-gate by default
#
# Needs curl and jq, which runners of GitHub have.
set -eu

outputs=${NARROWGAUGE_GATE_OUTPUT_DIR:-narrowgauge-gate}
api=$GITHUB_API_URL/repos/$GITHUB_REPOSITORY
most=60000

case $NARROWGAUGE_GATE_SHA in
*[!0-9a-f]* | '')
    echo "NARROWGAUGE_GATE_SHA is no commit." >&2
    exit 4
    ;;
esac

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The token goes by a file: arguments are for everybody on the machine to see.
printf 'header = "Authorization: Bearer %s"\n' "$GITHUB_TOKEN" >"$work/curl"

ask() {
    method=$1
    path=$2
    shift 2
    curl --silent --show-error --fail --retry 3 --config "$work/curl" --request "$method" \
        --header 'Accept: application/vnd.github+json' --header 'X-GitHub-Api-Version: 2022-11-28' \
        "$@" "$api/$path"
}

verdict=NONE
name=gate
link=
if [ -f "$outputs/receipt.json" ]; then
    verdict=$(jq -r '.status // "NONE" | tostring' "$outputs/receipt.json")
    name=$(jq -r '.gate // "gate" | tostring | .[0:80]' "$outputs/receipt.json")
    link=$(jq -r '.link // "" | tostring | select(test("^https?://")) // ""' "$outputs/receipt.json")
fi
case $verdict in
PASS) conclusion=success ;;
FAIL) conclusion=failure ;;
INCONCLUSIVE) conclusion=neutral ;;
*) conclusion=action_required ;;
esac

# The check: always the same name, so that a rule of the branch can ask for it.
summary=$outputs/summary.md
if [ ! -f "$summary" ]; then
    summary=$work/summary.md
    echo 'There is no verdict; the log of the job says why.' >"$summary"
fi
head -c "$most" "$summary" | jq -Rs \
    --arg name "narrowgauge / $name" --arg sha "$NARROWGAUGE_GATE_SHA" --arg conclusion "$conclusion" \
    --arg title "$verdict" --arg link "$link" \
    '{name: $name, head_sha: $sha, status: "completed", conclusion: $conclusion,
      output: {title: $title, summary: .}} + (if $link == "" then {} else {details_url: $link} end)' >"$work/check.json"
ask POST check-runs --data "@$work/check.json" >/dev/null

if [ ! -f "$outputs/comment.md" ]; then
    exit 0
fi
# By its first line it is found again. Whoever made the file could name another comment, but only one of this account.
marker=$(head -n 1 "$outputs/comment.md")
case $marker in
'<!-- narrowgauge-gate: '*' -->') ;;
*)
    echo "$outputs/comment.md does not begin with its marker." >&2
    exit 4
    ;;
esac
number=$(ask GET "commits/$NARROWGAUGE_GATE_SHA/pulls" | jq -r '[.[] | select(.state == "open") | .number][0] // empty')
if [ -z "$number" ]; then
    echo "No open pull request has the commit $NARROWGAUGE_GATE_SHA." >&2
    exit 0
fi
head -c "$most" "$outputs/comment.md" | jq -Rs '{body: .}' >"$work/comment.json"

page=1
comment=
while [ -z "$comment" ]; do
    ask GET "issues/$number/comments?per_page=100&page=$page" >"$work/comments.json"
    comment=$(jq -r --arg marker "$marker" \
        '[.[] | select(.user.type == "Bot" and (.body | startswith($marker)))][0].id // empty' "$work/comments.json")
    [ "$(jq length "$work/comments.json")" -eq 100 ] || break
    page=$((page + 1))
done
if [ -z "$comment" ]; then
    ask POST "issues/$number/comments" --data "@$work/comment.json" >/dev/null
else
    ask PATCH "issues/comments/$comment" --data "@$work/comment.json" >/dev/null
fi
