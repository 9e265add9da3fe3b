import * as tf from "@tensorflow/tfjs-core";
import { h, render } from "preact";
import { Page } from "./view/page.ts";
import "./view/style.css";

tf.enableProdMode();
render(h(Page, {}), document.querySelector("#page")!);
