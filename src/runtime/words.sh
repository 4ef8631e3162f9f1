# ---- lists of words, kept by the name of what they belong to ----

# All of them in one array: those of an owner begin at WORDS_FROM[owner] and are WORDS_COUNT[owner].
declare -A WORDS_FROM=() WORDS_COUNT=()
WORDS_KEPT=()

# Usage: words_keep OWNER WORD…
words_keep() {
  WORDS_FROM[$1]=${#WORDS_KEPT[@]}
  WORDS_COUNT[$1]=$(($# - 1))
  WORDS_KEPT+=("${@:2}")
}

# Usage: words_of OWNER
# Sets WORDS.
words_of() {
  WORDS=("${WORDS_KEPT[@]:${WORDS_FROM[$1]}:${WORDS_COUNT[$1]}}")
}

# Usage: words_are_text ENGINE WORD…
# Ends the run if a word is no UTF-8: engines that are told it as JSON would hand on something else.
words_are_text() {
  local word
  for word in "${@:2}"; do
    [[ $word != *[!$'\x01'-$'\x7f']* ]] || iconv -f UTF-8 -t UTF-8 <<<"$word" >/dev/null 2>&1 ||
      die "the engine $1 takes text, and this word is no UTF-8: $(printf '%q' "$word")"
  done
}
