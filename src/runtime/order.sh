# ---- order: cells in random turns that a seed brings back ----

# The numbers are those of splitmix64 (Steele, Lea and Flood, 2014): bash's arithmetic has its 64 bits.
RANDOM_STATE=0

# Usage: random_begin SEED ROUND
# Every round begins its own row of numbers, so that a run which goes on needs none of those before.
random_begin() {
  RANDOM_STATE=$((($1 << 32) + $2))
}

# Usage: random_below N
# Sets REPLY to a whole number from 0 to N - 1, each as likely as the others.
random_below() {
  local z
  while :; do
    RANDOM_STATE=$((RANDOM_STATE + 0x9E3779B97F4A7C15))
    z=$RANDOM_STATE
    # A shift to the right keeps the sign, which is masked away.
    z=$(((z ^ ((z >> 30) & 0x3FFFFFFFF)) * 0xBF58476D1CE4E5B9))
    z=$(((z ^ ((z >> 27) & 0x1FFFFFFFFF)) * 0x94D049BB133111EB))
    REPLY=$(((z ^ ((z >> 31) & 0x1FFFFFFFF)) & 0x7FFFFFFF))
    # The last, incomplete row of N would make its first numbers likelier.
    ((REPLY >= 0x80000000 - 0x80000000 % $1)) || break
  done
  REPLY=$((REPLY % $1))
}

# Puts TURNS into random order (Fisher and Yates).
turns_shuffle() {
  local i cell
  for ((i = ${#TURNS[@]} - 1; i > 0; i--)); do
    random_below $((i + 1))
    cell=${TURNS[i]} TURNS[i]=${TURNS[REPLY]} TURNS[REPLY]=$cell
  done
}
