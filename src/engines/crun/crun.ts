import { ociRuntime } from "../oci/oci.ts";

export const crun = ociRuntime("crun", "crun, the runtime of Podman, on bundles of its own.");
