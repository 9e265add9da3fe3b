import { h, render } from "preact";
import { keepForOffline } from "./offline/keep-for-offline.ts";
import { Page } from "./view/page.ts";
import "./view/style.css";

// A file that is dropped beside a field for it would make the browser leave the page.
for (const type of ["dragover", "drop"]) addEventListener(type, (event) => event.preventDefault());

render(h(Page, {}), document.querySelector("#page")!);
keepForOffline();
