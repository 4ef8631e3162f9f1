import type { Runtime } from "../types/bash.ts";
import actionText from "./action.sh?raw";
import alarmText from "./alarm.sh?raw";
import archiveText from "./archive.sh?raw";
import argumentsText from "./arguments.sh?raw";
import blockText from "./block.sh?raw";
import bootText from "./boot.sh?raw";
import bundleText from "./bundle.sh?raw";
import calibrateText from "./calibrate.sh?raw";
import cgroupText from "./cgroup.sh?raw";
import cgroupFindText from "./cgroup-find.sh?raw";
import cgroupReadText from "./cgroup-read.sh?raw";
import cleanupText from "./cleanup.sh?raw";
import clockText from "./clock.sh?raw";
import commitText from "./commit.sh?raw";
import containerText from "./container.sh?raw";
import containerOptionsText from "./container-options.sh?raw";
import coresText from "./cores.sh?raw";
import countersText from "./counters.sh?raw";
import cpusText from "./cpus.sh?raw";
import diskText from "./disk.sh?raw";
import enteredText from "./entered.sh?raw";
import environmentText from "./environment.sh?raw";
import eventsText from "./events.sh?raw";
import expectText from "./expect.sh?raw";
import guardText from "./guard.sh?raw";
import hostText from "./host.sh?raw";
import imageText from "./image.sh?raw";
import imageArchiveText from "./image-archive.sh?raw";
import imageBuildText from "./image-build.sh?raw";
import imageDebianText from "./image-debian.sh?raw";
import imageFetchText from "./image-fetch.sh?raw";
import imageLoadText from "./image-load.sh?raw";
import imageOciText from "./image-oci.sh?raw";
import imageSaveText from "./image-save.sh?raw";
import initText from "./init.sh?raw";
import jsonText from "./json.sh?raw";
import layeredText from "./layered.sh?raw";
import mainText from "./main.sh?raw";
import managedText from "./managed.sh?raw";
import managedDefineText from "./managed-define.sh?raw";
import measureText from "./measure.sh?raw";
import namespaceText from "./namespace.sh?raw";
import namespaceInitText from "./namespace-init.sh?raw";
import noiseText from "./noise.sh?raw";
import nullContainerText from "./null-container.sh?raw";
import orderText from "./order.sh?raw";
import pathText from "./path.sh?raw";
import precisionText from "./precision.sh?raw";
import preludeText from "./prelude.sh?raw";
import probeText from "./probe.sh?raw";
import processText from "./process.sh?raw";
import reportText from "./report.sh?raw";
import requireText from "./require.sh?raw";
import reserveText from "./reserve.sh?raw";
import resumeText from "./resume.sh?raw";
import roomText from "./room.sh?raw";
import rootedText from "./rooted.sh?raw";
import rootlessText from "./rootless.sh?raw";
import storageText from "./storage.sh?raw";
import treeText from "./tree.sh?raw";
import treeDiffText from "./tree-diff.sh?raw";
import undoText from "./undo.sh?raw";
import watchText from "./watch.sh?raw";
import wordsText from "./words.sh?raw";
import worldText from "./world.sh?raw";
import worldInitText from "./world-init.sh?raw";

/** The bash that all scripts share. The order is that of a script: what the others stand on comes first. */
export const runtime: Runtime = {
  guard: guardText,
  files: [
    { file: "src/runtime/prelude.sh", text: preludeText },
    { file: "src/runtime/arguments.sh", text: argumentsText },
    { file: "src/runtime/resume.sh", text: resumeText },
    { file: "src/runtime/require.sh", text: requireText },
    { file: "src/runtime/room.sh", text: roomText },
    { file: "src/runtime/rootless.sh", text: rootlessText },
    { file: "src/runtime/undo.sh", text: undoText },
    { file: "src/runtime/cleanup.sh", text: cleanupText },
    { file: "src/runtime/clock.sh", text: clockText },
    { file: "src/runtime/events.sh", text: eventsText },
    { file: "src/runtime/report.sh", text: reportText },
    { file: "src/runtime/environment.sh", text: environmentText },
    { file: "src/runtime/words.sh", text: wordsText },
    { file: "src/runtime/path.sh", text: pathText },
    { file: "src/runtime/cgroup-find.sh", text: cgroupFindText },
    { file: "src/runtime/cgroup.sh", text: cgroupText },
    { file: "src/runtime/cgroup-read.sh", text: cgroupReadText },
    { file: "src/runtime/cpus.sh", text: cpusText },
    { file: "src/runtime/cores.sh", text: coresText },
    { file: "src/runtime/process.sh", text: processText },
    { file: "src/runtime/watch.sh", text: watchText },
    { file: "src/runtime/alarm.sh", text: alarmText },
    { file: "src/runtime/namespace.sh", text: namespaceText },
    { file: "src/runtime/disk.sh", text: diskText },
    { file: "src/runtime/storage.sh", text: storageText },
    { file: "src/runtime/archive.sh", text: archiveText },
    { file: "src/runtime/image.sh", text: imageText },
    { file: "src/runtime/image-archive.sh", text: imageArchiveText },
    { file: "src/runtime/json.sh", text: jsonText },
    { file: "src/runtime/image-oci.sh", text: imageOciText },
    { file: "src/runtime/image-fetch.sh", text: imageFetchText },
    { file: "src/runtime/image-debian.sh", text: imageDebianText },
    { file: "src/runtime/image-build.sh", text: imageBuildText },
    { file: "src/runtime/counters.sh", text: countersText },
    { file: "src/runtime/probe.sh", text: probeText },
    { file: "src/runtime/container.sh", text: containerText },
    { file: "src/runtime/container-options.sh", text: containerOptionsText },
    { file: "src/runtime/reserve.sh", text: reserveText },
    { file: "src/runtime/layered.sh", text: layeredText },
    { file: "src/runtime/rooted.sh", text: rootedText },
    { file: "src/runtime/bundle.sh", text: bundleText },
    { file: "src/runtime/entered.sh", text: enteredText },
    { file: "src/runtime/init.sh", text: initText },
    { file: "src/runtime/world.sh", text: worldText },
    { file: "src/runtime/managed-define.sh", text: managedDefineText },
    { file: "src/runtime/managed.sh", text: managedText },
    { file: "src/runtime/boot.sh", text: bootText },
    { file: "src/runtime/commit.sh", text: commitText },
    { file: "src/runtime/action.sh", text: actionText },
    { file: "src/runtime/tree.sh", text: treeText },
    { file: "src/runtime/image-save.sh", text: imageSaveText },
    { file: "src/runtime/image-load.sh", text: imageLoadText },
    { file: "src/runtime/tree-diff.sh", text: treeDiffText },
    { file: "src/runtime/host.sh", text: hostText },
    { file: "src/runtime/expect.sh", text: expectText },
    { file: "src/runtime/noise.sh", text: noiseText },
    { file: "src/runtime/order.sh", text: orderText },
    { file: "src/runtime/precision.sh", text: precisionText },
    { file: "src/runtime/calibrate.sh", text: calibrateText },
    { file: "src/runtime/null-container.sh", text: nullContainerText },
    { file: "src/runtime/measure.sh", text: measureText },
    { file: "src/runtime/block.sh", text: blockText },
    { file: "src/runtime/main.sh", text: mainText },
  ],
  programs: { NAMESPACE_INIT: namespaceInitText, WORLD_INIT: worldInitText },
};
