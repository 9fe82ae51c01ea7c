// What the real Mermaid makes of files: prints one line of JSON each, {file, nodes: [texts], edges} or {file, error}.
import fs from "fs";
import { createRequire } from "module";
import { pathToFileURL } from "url";

const [folder, ...files] = process.argv.slice(2);
const require = createRequire(pathToFileURL(folder + "/x.js"));
const { JSDOM } = require("jsdom");
const { window } = new JSDOM("<!DOCTYPE html><body></body>");
globalThis.window = window;
globalThis.document = window.document;
for (const name of ["Element", "Node", "HTMLElement", "SVGElement", "DocumentFragment", "NodeFilter", "NamedNodeMap", "DOMParser",
  "HTMLTemplateElement", "HTMLFormElement"]) globalThis[name] = window[name];
const mermaid = (await import(pathToFileURL(folder + "/node_modules/mermaid/dist/mermaid.core.mjs"))).default;
mermaid.initialize({ startOnLoad: false });
for (const file of files) {
  try {
    const text = fs.readFileSync(file, "utf8");
    await mermaid.parse(text);
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    console.log(JSON.stringify({ file, nodes: [...db.getVertices().values()].map((v) => v.text), edges: db.getEdges().length }));
  } catch (error) {
    console.log(JSON.stringify({ file, error: String(error.message || error).slice(0, 300) }));
  }
}
