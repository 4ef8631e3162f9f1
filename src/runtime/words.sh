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
