import { readdirSync, readFileSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
