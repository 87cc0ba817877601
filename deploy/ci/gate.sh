#!/bin/sh
# Runs the gate in a job of a pipeline, and leaves its verdict where the host looks for it. Settings are variables:
#
#   NARROWGAUGE_SERVER              address of the service
#   NARROWGAUGE_API_KEY             key, or NARROWGAUGE_TOKEN, or on GitHub NARROWGAUGE_OIDC_AUDIENCE
#   NARROWGAUGE_GATE_MODEL          the model, a file or its SHA-256
#   NARROWGAUGE_GATE_CALIBRATION    samples to measure ranges with
#   NARROWGAUGE_GATE_EVALUATION     other samples, to judge by
#   NARROWGAUGE_GATE_POLICY         the policy; narrowgauge-gate.yaml by default
#   NARROWGAUGE_GATE_RECIPES        recipes, one a line; none by default
#   NARROWGAUGE_GATE_NAME           of the gate, by which its comment is found again
#   NARROWGAUGE_GATE_DEVICES        classes to measure on, with commas; the live ones by default
#   NARROWGAUGE_GATE_TIMEOUT        waits no longer, such as 50m
#   NARROWGAUGE_GATE_REPAIR         where accuracy fails tries recipes, as many as this or for as long, such as 4 or 30m; not with
#                                   NARROWGAUGE_GATE_STATE; no repair by default
#   NARROWGAUGE_GATE_STATE          file that a job which is started again finds its run by
#   NARROWGAUGE_GATE_OUTPUT_DIR     folder for the verdict in every form; narrowgauge-gate by default
#   NARROWGAUGE_GATE_COMMAND        the command; narrowgauge by default
#
# Ends with the exit status of 'narrowgauge gate': 0 PASS, 1 FAIL, 2 INCONCLUSIVE, 3 INVALID, 4 bad input, 5 service
# unreachable, 6 this machine or not decided in time.
set -eu

outputs=${NARROWGAUGE_GATE_OUTPUT_DIR:-narrowgauge-gate}
command=${NARROWGAUGE_GATE_COMMAND:-narrowgauge}

# The commit that the host builds.
commit=${GITHUB_SHA:-${CI_COMMIT_SHA:-${NARROWGAUGE_GATE_COMMIT:-}}}

set -- gate --output-dir "$outputs" --policy "${NARROWGAUGE_GATE_POLICY:-narrowgauge-gate.yaml}"
[ -z "${NARROWGAUGE_GATE_MODEL:-}" ] || set -- "$@" --model "$NARROWGAUGE_GATE_MODEL"
[ -z "${NARROWGAUGE_GATE_CALIBRATION:-}" ] || set -- "$@" --calibration "$NARROWGAUGE_GATE_CALIBRATION"
[ -z "${NARROWGAUGE_GATE_EVALUATION:-}" ] || set -- "$@" --evaluation "$NARROWGAUGE_GATE_EVALUATION"
[ -z "${NARROWGAUGE_GATE_NAME:-}" ] || set -- "$@" --name "$NARROWGAUGE_GATE_NAME"
[ -z "${NARROWGAUGE_GATE_DEVICES:-}" ] || set -- "$@" --device-class "$NARROWGAUGE_GATE_DEVICES"
[ -z "${NARROWGAUGE_GATE_TIMEOUT:-}" ] || set -- "$@" --timeout "$NARROWGAUGE_GATE_TIMEOUT"
[ -z "${NARROWGAUGE_GATE_REPAIR:-}" ] || set -- "$@" --repair --repair-budget "$NARROWGAUGE_GATE_REPAIR"
[ -z "${NARROWGAUGE_GATE_STATE:-}" ] || set -- "$@" --resume "$NARROWGAUGE_GATE_STATE"
[ -z "$commit" ] || set -- "$@" --commit "$commit"
while IFS= read -r recipe; do
    [ -z "$recipe" ] || set -- "$@" --recipe "$recipe"
done <<RECIPES
${NARROWGAUGE_GATE_RECIPES:-}
RECIPES

# A job that is told to end tells the command, which says how to go on.
status=0
"$command" "$@" &
child=$!
trap 'kill -TERM "$child" 2>/dev/null' TERM INT HUP
wait "$child" || status=$?
# A signal ends the wait before the command.
while kill -0 "$child" 2>/dev/null; do
    status=0
    wait "$child" || status=$?
done
trap - TERM INT HUP

# One word for those who read it: the verdict, or NONE where there is none.
verdict=NONE
run=
if [ -f "$outputs/receipt.json" ]; then
    verdict=$(sed -n 's/^  "status" : "\([A-Z]*\)".*/\1/p' "$outputs/receipt.json")
    run=$(sed -n 's/^  "run" : "\([0-9a-f-]*\)".*/\1/p' "$outputs/receipt.json")
fi

if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then
    if [ -f "$outputs/summary.md" ]; then
        cat "$outputs/summary.md" >>"$GITHUB_STEP_SUMMARY"
    else
        printf '## Narrowgauge gate: no verdict\n\nIt ended with the exit status %s; the log of the job says why.\n' \
            "$status" >>"$GITHUB_STEP_SUMMARY"
    fi
fi
if [ -n "${GITHUB_OUTPUT:-}" ]; then
    printf 'verdict=%s\nexit-status=%s\nrun=%s\noutput-dir=%s\n' "$verdict" "$status" "$run" "$outputs" >>"$GITHUB_OUTPUT"
fi

exit "$status"
