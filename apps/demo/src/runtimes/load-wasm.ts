import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import plain from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url";
import simd from "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url";
import * as tf from "@tensorflow/tfjs-core";

// Its threads start from blob: addresses, which a strict policy refuses without an error: it would wait for them forever.
tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);

// The binaries come from where the page comes from; the backend takes the one that the browser can run.
setWasmPaths({
  "tfjs-backend-wasm.wasm": plain,
  "tfjs-backend-wasm-simd.wasm": simd,
  "tfjs-backend-wasm-threaded-simd.wasm": simd, // has to be named; never used
});
