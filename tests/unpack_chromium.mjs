// Unpacks the Chromium of the npm package into TMPDIR, with the libraries a bare machine lacks; prints where it is.
import chromium, { inflate } from "@sparticuz/chromium";
import { fileURLToPath } from "node:url";

const libraries = new URL("../bin/al2023.tar.br", import.meta.resolve("@sparticuz/chromium"));
await inflate(fileURLToPath(libraries));
console.log(await chromium.executablePath());
