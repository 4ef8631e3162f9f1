import { serve } from "./serve.ts";

// The server alone, as an extension of an editor brings it with it.
process.exit((await serve()) ? 0 : 1);
