# ---- environment.json: where the numbers come from ----

# Usage: environment_add NAME VALUE
environment_add() {
  json_string "$2"
  ENVIRONMENT+="${ENVIRONMENT:+,}\"$1\":$REPLY"
}

# Usage: environment_number NAME VALUE
environment_number() {
  ENVIRONMENT+="${ENVIRONMENT:+,}\"$1\":${2:-null}"
}

# Writes what is known about this host.
environment_write() {
  local line key value cpu='' cpus=0 memory='' swap='' distribution='' tool versions='' text settings=''
  ENVIRONMENT=
  while IFS=: read -r key value; do
    case $key in
      processor*) cpus=$((cpus + 1)) ;;
      'model name'* | 'Model'*) cpu=${value# } ;;
    esac
  done </proc/cpuinfo
  while read -r key value _; do
    case $key in
      MemTotal:) memory=$((value * 1024)) ;;
      SwapTotal:) swap=$((value * 1024)) ;;
    esac
  done </proc/meminfo
  if [[ -r /etc/os-release ]]; then
    while IFS='=' read -r key value; do
      [[ $key != PRETTY_NAME ]] || distribution=${value//\"/}
    done </etc/os-release
  fi
  environment_add recipe "$RECIPE"
  environment_add recipeDigest "$RECIPE_DIGEST"
  line=$(sha256sum <"$SCRIPT") || line=
  environment_add scriptDigest "sha256:${line%% *}"
  environment_add ctrcVersion "$CTRC_VERSION"
  environment_add runId "$RUN_ID"
  environment_add startedAt "$STARTED_AT"
  read -r line </proc/version
  environment_add kernel "$line"
  read -r line </proc/sys/kernel/hostname
  environment_add hostname "$line"
  environment_add distribution "$distribution"
  environment_add architecture "$HOSTTYPE"
  environment_add cpuModel "$cpu"
  environment_number cpuCount "$cpus"
  environment_number memoryTotalBytes "$memory"
  environment_number swapTotalBytes "$swap"
  cgroup_mode
  environment_add cgroupMode "$REPLY"
  environment_add cgroupControllers "${!HIERARCHY_OF[*]}"
  environment_add clock "$CLOCK"
  environment_number clockResolutionNs "$CLOCK_RESOLUTION_NS"
  line=
  [[ ! -r /sys/devices/system/cpu/cpu0/cpufreq/scaling_governor ]] || read -r line </sys/devices/system/cpu/cpu0/cpufreq/scaling_governor
  environment_add cpuGovernor "$line"
  read -r line </proc/loadavg
  environment_add loadAverage "$line"
  environment_add bash "$BASH_VERSION"
  if is_rootless; then
    environment_add rootless yes
    environment_add idMaps "${ID_MAP% }"
  fi
  for tool in ${TOOLS[@]+"${TOOLS[@]}"}; do
    text=$("$tool" --version 2>&1 </dev/null) || text=
    json_string "$tool"
    key=$REPLY
    json_string "${text%%$'\n'*}"
    versions+="${versions:+,}$key:$REPLY"
  done
  for key in ${SETTINGS[@]+"${SETTINGS[@]}"}; do
    json_string "$key"
    settings+="${settings:+,}$REPLY"
  done
  printf '{"format":1,%s,"seed":%d,"settings":[%s],"tools":{%s}}\n' "$ENVIRONMENT" "$SEED" "$settings" "$versions" \
    >"$OUT/environment.json" || die "cannot write to $OUT/environment.json"
}
