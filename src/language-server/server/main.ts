import { serve } from "./serve.ts";

// The server alone, as an extension of an editor brings it with it.
await serve();
