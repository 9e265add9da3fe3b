import * as tf from "@tensorflow/tfjs-core";
import { expose } from "comlink";
import { WorkerApi } from "./worker-api.ts";

tf.enableProdMode();
expose(new WorkerApi());
