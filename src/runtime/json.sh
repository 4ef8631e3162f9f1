# ---- JSON: just enough to read what tools for images write ----

# The values of a document by their paths: JSON[.layers.0.digest]. Of an object or list, `{` or the number of its items.
declare -A JSON=()

# Usage: json_read FILE
# Reads a document into JSON; fails when it is none. Escapes in strings are kept, but for `\/` and `\"`.
json_read() {
  local LC_ALL=C
  # No manifest is so long; reading takes a time that grows with the square of the length.
  JSON_REST=$(head -c 1000001 -- "$1" | tr -d '\0')
  ((${#JSON_REST} <= 1000000)) || return 1
  JSON=()
  json_value '' 0 && json_blank && [[ -z $JSON_REST ]]
}

json_blank() {
  JSON_REST=${JSON_REST#"${JSON_REST%%[![:space:]]*}"}
}

# Usage: json_value PATH DEPTH
json_value() {
  local number='^-?[0-9][0-9.eE+-]*'
  (($2 < 100)) || return 1
  json_blank
  case $JSON_REST in
    '{'*) json_items "$1" "$2" '}' ;;
    '['*) json_items "$1" "$2" ']' ;;
    '"'*)
      json_text || return 1
      JSON[${1:-.}]=$REPLY
      ;;
    true* | null*)
      JSON[${1:-.}]=${JSON_REST:0:4}
      JSON_REST=${JSON_REST:4}
      ;;
    false*)
      JSON[${1:-.}]=false
      JSON_REST=${JSON_REST:5}
      ;;
    *)
      [[ $JSON_REST =~ $number ]] || return 1
      JSON[${1:-.}]=${BASH_REMATCH[0]}
      JSON_REST=${JSON_REST:${#BASH_REMATCH[0]}}
      ;;
  esac
}

# Reads a string into REPLY.
json_text() {
  local string='^"([^"\\]|\\.)*"'
  [[ $JSON_REST =~ $string ]] || return 1
  REPLY=${BASH_REMATCH[0]}
  JSON_REST=${JSON_REST:${#REPLY}}
  REPLY=${REPLY:1:${#REPLY}-2}
  REPLY=${REPLY//'\/'//}
  REPLY=${REPLY//'\"'/\"}
}

# Usage: json_items PATH DEPTH CLOSING
# The items of a list or the members of an object.
json_items() {
  local path=$1 count=0 name
  JSON_REST=${JSON_REST:1}
  json_blank
  while [[ $JSON_REST != "$3"* ]]; do
    if ((count > 0)); then
      [[ $JSON_REST == ,* ]] || return 1
      JSON_REST=${JSON_REST:1}
    fi
    name=$count
    if [[ $3 == '}' ]]; then
      json_blank
      json_text || return 1
      name=$REPLY
      json_blank
      [[ $JSON_REST == :* ]] || return 1
      JSON_REST=${JSON_REST:1}
    fi
    json_value "$path.$name" $(($2 + 1)) || return 1
    count=$((count + 1))
    json_blank
  done
  JSON_REST=${JSON_REST:1}
  if [[ $3 == ']' ]]; then JSON[${path:-.}]=$count; else JSON[${path:-.}]='{'; fi
}
