# Part of add-to-realm: who may add and reset whom. Fine-grained admin permissions of Keycloak: for each group one
# permission, and policies that name the roles which have it. Read from realm-export.json.

# The path of the permissions and policies of a realm (walked); nothing when admin permissions were never on there.
policies_in() {
  local place
  place=$(position /clients clientId '"admin-permissions"' "$1")
  [ -z "$place" ] || printf '/clients/%s/authorizationSettings/policies' "$place"
}

# The JSON that stands as text in a JSON string, without white space between.
json_in_text() {
  sed 's/^"//; s/"$//; s/\\"/"/g' | walk_json ''
}

# The parts of JSON text that are like this, one a line, in one order for all.
parts_like() {
  { grep -o "$1" || true; } | sort
}

# The positions of the permissions on one group, by its id, among the policies: permissions_on <id> <path> <walked>
permissions_on() {
  awk -F '\t' -v path="$2/" -v id="\\\\\"$1\\\\\"" '
    index($1, path) == 1 && $1 ~ /\/config\/resources$/ && index($2, id) { split(substr($1, length(path) + 1), part, "/"); print part[1] }' "$3"
}

# What a permission or policy says, without its name and what it is about: says <path of it> <walked>
says() {
  local key
  for key in type logic config/fetchRoles; do
    at "$1/$key" "$2"
  done
  at "$1/config/roles" "$2" | json_in_text | parts_like '{[^}]*}'
  for key in config/scopes config/applyPolicies; do
    at "$1/$key" "$2" | json_in_text | parts_like '"[^"]*"'
  done
}

# Whether a role has all that it needs to administer people; the group's permission alone would give too much to a role
# of the realm that means something else.
may_administer() {
  diff -q <(rights_of "$1" "$work/file") <(rights_of "$1" "$work/realm") >/dev/null
}
rights_of() {
  local place
  place=$(position /roles/realm name "$1" "$2")
  awk -F '\t' -v path="/roles/realm/$place/composites/client/realm-management/" 'index($1, path) == 1 { print $2 }' "$2" | sort
}

# Adds one policy, by its name as JSON text, unless it is there. Fails where the realm has another of that name, or a
# role of it that means something else.
add_policy() {
  local place there role
  place=$ours/$(position "$ours" name "$1" "$work/file")
  there=$(position "$theirs" name "$1" "$work/realm")
  if [ -n "$there" ]; then
    diff -q <(says "$place" "$work/file") <(says "$theirs/$there" "$work/realm") >/dev/null && return
    note "The realm has a policy $1 of its own among its admin permissions, so the permission on the group $2 is missing. Rename it (Permissions > Policies) and run this again."
    return 1
  fi
  while read -r role; do
    may_administer "$role" && continue
    note "The role $(bare "$role") was there already and is another than ours, so it gets no permission on the group $2. If its people are to add and reset others, give it the roles query-users and query-groups of realm-management, and run this again."
    return 1
  done < <(at "$place/config/roles" "$work/file" | json_in_text | parts_like '"id":"[^"]*"' | sed 's/^"id"://')
  send create "$server_of_permissions/policy/role" "${in_realm[@]}" \
    "{\"name\":$1,\"logic\":$(at "$place/logic" "$work/file"),\"fetchRoles\":$(bare "$(at "$place/config/fetchRoles" "$work/file")"),\"roles\":$(at "$place/config/roles" "$work/file" | json_in_text)}" >/dev/null
  echo "$1" >>"$work/policies"
}

# One permission of ours: the position of it among the policies of the file.
add_permission() {
  local place=$ours/$1 name group id policy named there
  name=$(at "$place/name" "$work/file")
  id=$(at "$place/config/resources" "$work/file" | json_in_text | sed 's/^\["//; s/"\]$//')
  group=$(bare "$(at "/groups/$(position /groups id "\"$id\"" "$work/file")/name" "$work/file")")
  id=$(bare "$(at "/groups/$(position /groups name "\"$group\"" "$work/realm")/id" "$work/realm")")
  there=$(permissions_on "$id" "$theirs" "$work/realm")
  if [ -n "$there" ]; then
    # Two permissions on one group would have to agree, so that a manager needs both roles.
    diff -q <(says "$place" "$work/file") <(says "$theirs/$there" "$work/realm") >/dev/null ||
      note "The group $group has a permission already ($(for there in $there; do at "$theirs/$there/name" "$work/realm"; done | tr '\n' ' ' | sed 's/ $//')); it stays as it is, and ours is not added."
    return 0
  fi
  while read -r policy; do
    grep -Fxq "$policy" "$work/policies" || add_policy "$policy" "$group" || return 0
  done < <(at "$place/config/applyPolicies" "$work/file" | json_in_text | parts_like '"[^"]*"')
  send create "$server_of_permissions/permission/scope" "${in_realm[@]}" \
    "{\"name\":$name,\"resourceType\":$(at "$place/config/defaultResourceType" "$work/file"),\"resources\":[\"$id\"],\"scopes\":$(at "$place/config/scopes" "$work/file" | json_in_text),\"policies\":$(at "$place/config/applyPolicies" "$work/file" | json_in_text)}" >/dev/null
  changed "Added the permission $name: $(at "$place/config/applyPolicies" "$work/file" | json_in_text | tr -d '[]"')"
  ! grep -Fxq "\"$group\"" "$work/groups-before" ||
    note "The group $group was there already. Whom the permission $name names can add, edit and reset everybody in it: take realm admins out of it."
}

add_permissions() {
  local place
  if ! second_version_is_on; then
    note "This server does not have the second version of fine-grained admin permissions, so supervisors, managers and administrators can add and reset nobody. Build Keycloak with the feature admin-fine-grained-authz:v2, and run this again."
    return
  fi
  if [ -z "$(policies_in "$work/realm")" ]; then
    send update "realms/$(encoded "$realm")" '{"adminPermissionsEnabled":true}' >/dev/null
    changed "Switched admin permissions on"
  elif [ "$(at /adminPermissionsEnabled "$work/realm")" != true ]; then
    note "Admin permissions were on in this realm and are off, so supervisors, managers and administrators can add and reset nobody. If that is not to be so, look at the permissions from then, switch them on (Realm settings > General), and run this again."
    return
  fi
  # The ids of what has just been added.
  [ "$changes" -eq 0 ] || read_realm
  ours=$(policies_in "$work/file")
  theirs=$(policies_in "$work/realm")
  place=${theirs#/clients/}
  server_of_permissions=clients/$(bare "$(at "/clients/${place%%/*}/id" "$work/realm")")/authz/resource-server
  : >"$work/policies"
  while read -r place <&4; do
    add_permission "$place"
  done 4< <(awk -F '\t' -v path="$ours/" 'index($1, path) == 1 && $1 ~ /\/config\/resources$/ { split(substr($1, length(path) + 1), part, "/"); print part[1] }' "$work/file")
  note_other_permissions
}

second_version_is_on() {
  awk -F '\t' '
    $1 ~ /^\/features\// { split($1, part, "/"); if (part[4] == "name") name[part[3]] = $2; else on[part[3]] = $2 }
    END { for (i in name) if (name[i] == "\"ADMIN_FINE_GRAINED_AUTHZ_V2\"" && on[i] == "true") found = 1; exit !found }' "$work/server"
}

# Those on all groups or on people count beside the ones of a group.
note_other_permissions() {
  local names
  names=$(awk -F '\t' -v path="$theirs/" '
    index($1, path) == 1 {
      split(substr($1, length(path) + 1), part, "/")
      if (part[2] == "name") name[part[1]] = $2
      if (part[2] == "config" && part[3] == "resources" && ($2 ~ /\\"Groups\\"/)) all[part[1]]
      if (part[2] == "config" && part[3] == "defaultResourceType" && $2 == "\"Users\"") all[part[1]]
    }
    END { for (i in all) printf "%s ", name[i] }' "$work/realm")
  [ -z "$names" ] || note "The realm has admin permissions on all groups or on people (${names% }); they stay, and count beside those on our groups. See whether they give away more than they should."
}
