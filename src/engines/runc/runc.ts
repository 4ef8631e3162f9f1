import { ociRuntime } from "../oci/oci.ts";

export const runc = ociRuntime("runc", "runc, the runtime of Docker, on bundles of its own.");
