#!/bin/sh
# Writes what comes in, a line a message, into a session: once each, however often it is started again with the same input.
#
#     DUCK_URL=http://127.0.0.1:3000 DUCK_TOKEN=dk_… sh journal.sh <session id> < lines.txt
set -eu
session=${1:?Which session? sh journal.sh <session id> < lines.txt}
tab=$(printf '\t')
reply=$(mktemp)
trap 'rm -f "$reply"' EXIT

# Prints the status. No answer, 429 and 5xx are tried again, after the time that the server names.
call() {
  curl --silent --show-error --retry 8 --retry-all-errors --output "$reply" --write-out '%{http_code}' \
    --header "Authorization: Bearer $DUCK_TOKEN" --header 'Content-Type: application/json' "$@"
}
must() {
  case $(call "$@") in 20*) ;; *) cat "$reply" >&2 && exit 1 ;; esac
}

[ "$(call "$DUCK_URL/api/sessions/$session")" = 200 ] ||
  must "$DUCK_URL/api/sessions" --data "{\"id\":\"$session\",\"title\":\"Journal\"}"

n=0
while IFS= read -r line || [ -n "$line" ]; do
  n=$((n + 1))
  text=$(printf %s "$line" | sed 's/[\\"]/\\&/g; s/'"$tab"'/\\t/g')
  # Under one key it is one message, so it does no harm that curl tries again.
  must "$DUCK_URL/api/messages/append" --header "Idempotency-Key: $session $n" \
    --data "{\"sessionId\":\"$session\",\"role\":\"system\",\"content\":\"$text\"}"
done
must "$DUCK_URL/api/sessions/$session/messages/count"
cat "$reply"
