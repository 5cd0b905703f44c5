# Shared by the two scripts of this folder: calls of kcadm.sh, and JSON with nothing but awk.
# Sourced after $keycloak (folder), $kcadm_options (array) and $work (folder for files of this run) are set.

# Each call is a JVM of its own: compiling little makes it twice as quick. The encoding is that of JSON whatever the
# locale is; text goes in by a file, because the arguments of a JVM do follow the locale.
export KC_OPTS="${KC_OPTS--XX:TieredStopAtLevel=1 -XX:+UseSerialGC} -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8"

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit 1
}

# Runs kcadm.sh. A refusal ends the script with Keycloak's own sentence.
kcadm() {
  try_kcadm "$@" || fail "$(kcadm_error) (kcadm.sh $1 $2)"
}

# The same for a call whose refusal the caller explains.
try_kcadm() {
  "$keycloak/bin/kcadm.sh" "$@" "${kcadm_options[@]}" 2>"$work/error" </dev/null
}

# "send create roles -r realm <json>": the same with a body, which is the last argument.
send() {
  printf '%s' "${@: -1}" >"$work/body"
  kcadm "${@:1:$#-1}" -f "$work/body"
}

kcadm_error() {
  grep -v '^Logging into' "$work/error" | tail -n 1
}

need_keycloak_and_login() {
  [ -x "$keycloak/bin/kcadm.sh" ] || fail "there is no bin/kcadm.sh in $keycloak. Give the folder of a Keycloak distribution first."
  try_kcadm get realms --fields realm >"$work/realms" ||
    fail "Keycloak cannot be asked: $(kcadm_error) Sign in first: $keycloak/bin/kcadm.sh config credentials --server http://localhost:8080 --realm master --user <realm admin>"
}

# Walks through JSON on standard input.
#   walk_json            each scalar, and each empty object or array, as a line: path, tab, JSON text
#   walk_json /a/0/b     the JSON text of the value there, without white space between
# A path is made of keys and of positions in arrays. The text stays as it is escaped, so that it can be sent again.
walk_json() {
  awk -v wanted="${1-}" -v select="$#" '
    function path(   i, text) { text = ""; for (i = 1; i <= depth; i++) text = text "/" name[i]; return text }
    function value_begins() { if (select && !taking && path() == wanted) { taking = 1; level = depth } }
    function value_ends() {
      if (taking && depth == level) { print taken; done = 1; exit }
    }
    BEGIN { depth = 0 }
    {
      line = $0
      while (match(line, /"([^"\\]|\\.)*"|[][{}:,]|[^][{}:,"[:space:]]+/)) {
        token = substr(line, RSTART, RLENGTH)
        line = substr(line, RSTART + RLENGTH)
        if (token == ":") { if (taking) taken = taken ":"; continue }
        if (token == ",") {
          if (taking) taken = taken ","
          if (kind[depth] == "[") name[depth]++; else key = 1
          continue
        }
        if (token == "}" || token == "]") {
          empty = before == "{" || before == "["
          depth--
          before = token
          if (taking) taken = taken token
          if (empty && !select) print path() "\t" kind[depth + 1] token
          value_ends()
          continue
        }
        if (kind[depth] == "{" && key) {
          name[depth] = substr(token, 2, length(token) - 2)
          key = 0
          before = token
          if (taking) taken = taken token
          continue
        }
        value_begins()
        before = token
        if (taking) taken = taken token
        if (token == "{" || token == "[") {
          depth++
          kind[depth] = token
          name[depth] = token == "[" ? 0 : ""
          key = token == "{"
          continue
        }
        if (!select) print path() "\t" token
        value_ends()
      }
    }'
}

# The JSON text at a path of what walk_json has printed; nothing when it is not there.
at() {
  awk -F '\t' -v path="$1" '$1 == path { print $2; exit }' "$2"
}

# Each value of one key in the elements of an array, as JSON text: all /groups name file
all() {
  awk -F '\t' -v array="$1" -v key="$2" '
    index($1, array "/") == 1 {
      n = split(substr($1, length(array) + 2), part, "/")
      if (n == 2 && part[2] == key) print $2
    }' "$3"
}

# Position of the first element of an array whose key has that value; nothing when there is none.
position() {
  awk -F '\t' -v array="$1" -v key="$2" '
    BEGIN { value = ARGV[2]; ARGV[2] = "" }
    index($1, array "/") == 1 && $2 == value {
      n = split(substr($1, length(array) + 2), part, "/")
      if (n == 2 && part[2] == key) { print part[1]; exit }
    }' "$4" "$3"
}

# Without the quotes. Names of flows, realms and clients have no escapes that matter here.
bare() {
  local text=${1#\"}
  printf '%s' "${text%\"}"
}

# The attributes of a realm (walked) as the inside of a JSON object. Keycloak deletes each one that an update leaves out.
realm_attributes() {
  awk -F '\t' '
    index($1, "/attributes/") == 1 {
      printf "%s\"%s\":%s", separator, substr($1, length("/attributes/") + 1), $2
      separator = ","
    }' "$1"
}

# For use in the path of an address.
encoded() {
  local LC_ALL=C i character code
  for ((i = 0; i < ${#1}; i++)); do
    character=${1:i:1}
    case $character in
      [A-Za-z0-9._~-]) printf '%s' "$character" ;;
      *)
        printf -v code %d "'$character"
        printf '%%%02X' $((code & 255))
        ;;
    esac
  done
}

# The flows of a realm (walked), one line for each flow and each step, tab between:
#   flow  alias  description  providerId  topLevel
#   step  alias of the flow  priority  requirement  authenticator or alias of the sub-flow  alias of the configuration
# All as JSON text, "" for what is not there. Built-in flows are left out.
flow_table() {
  awk -F '\t' '
    $1 ~ /^\/authenticationFlows\// {
      split($1, part, "/")
      flow = part[3]
      if (!(flow in seen)) { seen[flow] = 1; order[++flows] = flow }
      if (part[4] != "authenticationExecutions") { of[flow, part[4]] = $2; next }
      step = part[5]
      if (part[6] != "") { in_step[flow, step, part[6]] = $2; if (step + 1 > steps[flow]) steps[flow] = step + 1 }
    }
    function or_empty(text) { return text == "" ? "\"\"" : text }
    END {
      for (i = 1; i <= flows; i++) {
        flow = order[i]
        if (of[flow, "builtIn"] == "true") continue
        alias = of[flow, "alias"]
        print "flow\t" alias "\t" or_empty(of[flow, "description"]) "\t" of[flow, "providerId"] "\t" of[flow, "topLevel"]
        for (s = 0; s < steps[flow]; s++) {
          does = in_step[flow, s, "authenticatorFlow"] == "true" ? in_step[flow, s, "flowAlias"] : in_step[flow, s, "authenticator"]
          print "step\t" alias "\t" in_step[flow, s, "priority"] "\t" in_step[flow, s, "requirement"] "\t" does "\t" or_empty(in_step[flow, s, "authenticatorConfig"])
        }
      }
    }' "$1"
}

# The lines of a flow, and of all flows below it, out of a table: with_sub_flows "gatehouse browser" file
with_sub_flows() {
  awk -F '\t' -v top="\"$1\"" '
    { line[NR] = $0; type[NR] = $1; alias[NR] = $2; does[NR] = $5; if ($1 == "flow") flow[$2] }
    END {
      wanted[top]
      do {
        more = 0
        for (i = 1; i <= NR; i++)
          if (type[i] == "step" && alias[i] in wanted && does[i] in flow && !(does[i] in wanted)) { wanted[does[i]]; more = 1 }
      } while (more)
      for (i = 1; i <= NR; i++) if (alias[i] in wanted) print line[i]
    }' "$2"
}

# The entries of a password policy, one a line: minimumLength(8)
policy_entries() {
  local policy
  policy=$(bare "$1")
  [ -z "$policy" ] || printf '%s\n' "${policy// and /$'\n'}"
}

# minimumLength(8) -> 8
policy_number() {
  printf '%s' "$1" | sed -n 's/^[A-Za-z]*(\([0-9][0-9]*\))$/\1/p'
}
