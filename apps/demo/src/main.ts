import { h, render } from "preact";
import { keepForOffline } from "./offline/keep-for-offline.ts";
import { Page } from "./view/page.ts";
import "./view/style.css";

render(h(Page, {}), document.querySelector("#page")!);
keepForOffline();
