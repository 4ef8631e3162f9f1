# ---- precision: whether a measure that runs `until` has seen enough ----

# What is looked at are order statistics: of n values the l-th smallest and the l-th largest have the median between them with a
# probability that the binomial distribution tells, whatever the values' own is (David and Nagaraja, Order Statistics, 2003, 7.1). It
# needs whole numbers only, and of cells that take turns it compares the runs of a round, which what drifts has in common.
# The next look is due at LOOK_AT runs, each a tenth later than the one before: every look is one more chance to be wrong.
LOOK_AT=0
# The power of ten by which a recipe's metric becomes a whole number.
UNTIL_SHIFT=''

# Usage: until_read CELL
# Sets LOOKED to what is looked at of each of the cell's runs that count, as whole numbers, a dash where there is none, and NUMBERS to
# those that are there.
until_read() {
  local i values=${TIMES[$1]}
  [[ -z $M_OF ]] || values=${UNTIL_VALUES[$1]}
  read -r -a LOOKED <<<"$values"
  NUMBERS=()
  for i in "${!LOOKED[@]}"; do
    [[ ${LOOKED[i]} != - ]] || continue
    case $M_OF in
      '' | *Ns | *Bytes) ;;
      *)
        whole_number "${LOOKED[i]}"
        LOOKED[i]=$REPLY
        ;;
    esac
    NUMBERS+=("${LOOKED[i]}")
  done
}

# Usage: whole_number NUMBER
# Sets REPLY to a decimal number times a power of ten, with which the first one of a measure has seven digits. One that is more than
# a million times as large is cut to what can be computed with.
whole_number() {
  local digits exponent
  printf -v digits '%.12e' "$1"
  exponent=${digits#*e} digits=${digits%e*}
  # The sign, and digits that may begin with a zero.
  exponent=$((${exponent:0:1}10#${exponent:1}))
  : "${UNTIL_SHIFT:=$((6 - exponent))}"
  exponent=$((exponent + UNTIL_SHIFT))
  ((exponent <= 12)) || exponent=12
  printf -v REPLY '%.0f' "${digits}e$exponent"
}

# Usage: until_enough N
# Whether N rounds are enough, and WHY: narrow, decided or budget.
until_enough() {
  WHY=budget
  if (($1 >= M_MAX)); then
    LOOK_AT=0
    pairs_decide || :
    return 0
  fi
  # Below 6 values there is no interval of 95 %, below 8 none of 99 %.
  (($1 >= 6 && $1 >= LOOK_AT)) || return 1
  LOOK_AT=$(($1 + 1 + $1 / 10))
  if [[ ${#TURNS[@]} == 1 || $M_ORDER == sequential ]]; then
    WHY=narrow
    until_read "${TURNS[0]}"
    ((${#NUMBERS[@]})) && median_interval 20 "${NUMBERS[@]}" || return 1
    (((HIGH - LOW) * 100000 <= M_UNTIL * ${MIDDLE#-})) || return 1
    LOOK_AT=0
  else
    WHY=decided
    pairs_decide
  fi
}

# Whether every two of TURNS are told apart, or equal within M_UNTIL, at 99 %. Sets UNDECIDED.
pairs_decide() {
  local i j r first differences middle decided=yes
  ((${#TURNS[@]} > 1)) || return 0
  for i in "${TURNS[@]}"; do UNDECIDED[i]=''; done
  for ((i = 0; i < ${#TURNS[@]}; i++)); do
    until_read "${TURNS[i]}"
    first=(${LOOKED[@]+"${LOOKED[@]}"})
    for ((j = i + 1; j < ${#TURNS[@]}; j++)); do
      until_read "${TURNS[j]}"
      differences=()
      for r in "${!first[@]}"; do
        [[ ${first[r]} == - || ${LOOKED[r]} == - ]] || differences+=($((first[r] - LOOKED[r])))
      done
      if ((${#differences[@]})) && median_interval 100 "${differences[@]}"; then
        ((LOW <= 0 && HIGH >= 0)) || continue
        median "${NUMBERS[@]}"
        middle=$((M_UNTIL * ${REPLY#-}))
        ((-LOW * 100000 > middle || HIGH * 100000 > middle)) || continue
      fi
      decided=no
      UNDECIDED[TURNS[i]]+="${UNDECIDED[TURNS[i]]:+,}${TURNS[j]}"
      UNDECIDED[TURNS[j]]+="${UNDECIDED[TURNS[j]]:+,}${TURNS[i]}"
    done
  done
  [[ $decided == yes ]]
}

# Usage: median_interval N NUMBER…
# Sets LOW and HIGH to the interval that misses the median once in N times at most, and MIDDLE to the median of the numbers; fails
# where there are too few for one.
median_interval() {
  local sorted n=$(($# - 1))
  interval_rank "$1" "$n"
  ((REPLY)) || return 1
  mapfile -t sorted < <(printf '%s\n' "${@:2}" | sort -n)
  LOW=${sorted[REPLY - 1]} HIGH=${sorted[n - REPLY]}
  MIDDLE=$(((sorted[(n - 1) / 2] + sorted[n / 2]) / 2))
}

# Usage: interval_rank 20|100 N
# Sets REPLY to the rank, from 1, of the ends of the interval that misses the median of N values once in so many times at most; 0:
# there is none.
interval_rank() {
  local n=$2 sum=0 term=1 most square root
  if ((n <= 55)); then
    # Twice the lower tail of the binomial distribution, exactly.
    most=$(((1 << n) / (2 * $1))) REPLY=0
    while ((sum + term <= most)); do
      sum=$((sum + term)) REPLY=$((REPLY + 1))
      term=$((term * (n - REPLY + 1) / REPLY))
    done
    return 0
  fi
  # Its normal approximation, in thousandths: 1.96 and 2.576 standard deviations, squared.
  square=$((3841459 * n))
  (($1 == 20)) || square=$((6634897 * n))
  root=$square
  while ((root > square / root)); do root=$(((root + square / root) / 2)); done
  REPLY=$((((n + 1) * 1000 - root) / 2000))
}

# Usage: thousandths_of NUMBER
# Sets REPLY to a decimal number of at most three decimals, times 1000.
thousandths_of() {
  local fraction=000
  [[ $1 != *.* ]] || fraction=${1#*.}000
  REPLY=$((${1%.*} * 1000 + 10#${fraction:0:3}))
}
