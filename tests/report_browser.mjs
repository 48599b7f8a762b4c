// Opens pages in headless Chromium and holds them to what report.html promises: no message on the console, no request
// to anywhere, the same text with scripts off, no sideways scrolling on a phone, a printed PDF that says once how to
// repeat the experiment and tears no picture from its heading, has at most six pages and 2,500 words, and nothing that
// axe-core finds serious.
//
//     node tests/report_browser.mjs FOLDER PAGE...
//
// Leaves screenshots and PDFs in FOLDER. playwright-core and axe-core must be importable; CHROMIUM names the browser.
import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";

const require = createRequire(resolve(process.env.NODE_FOLDER ?? ".", "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [folder, ...pages] = process.argv.slice(2);
const args = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
const problems = [];
const must = (holds, what) => { if (!holds) problems.push(what); };

/// Opens a page and tells what it said and asked for.
async function open(file, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const heard = [];
  page.on("console", (message) => heard.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => heard.push(`error: ${error}`));
  page.on("request", (request) => { if (request.url() !== pathToFileURL(file).href) heard.push(`request: ${request.url()}`); });
  await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
  for (const what of heard) must(what === "request: data:,", `${file}: ${what}`);
  return { context, page };
}

/// All words of a page, those behind pictures included.
const words = (page) => page.locator("body").evaluate((body) => body.textContent.replace(/\s+/g, " ")).catch(() => null);

for (const file of pages.map((page) => resolve(page))) {
  const name = `${folder}/${basename(file, ".html")}`;
  const wide = await open(file, { viewport: { width: 1280, height: 900 } });
  const text = await words(wide.page);
  const levels = await wide.page.locator("h1, h2, h3, h4").evaluateAll((all) => all.map((h) => Number(h.tagName[1])));
  must(levels.filter((l) => l === 1).length === 1 && levels[0] === 1, `${file}: not one h1, first of all`);
  must(levels.every((l, i) => i === 0 || l <= levels[i - 1] + 1), `${file}: a heading skips a level`);
  const named = await wide.page.locator("svg").evaluateAll((all) => all.every((svg) =>
    svg.getAttribute("role") === "img" && svg.querySelector("title")?.textContent && svg.querySelector("desc")?.textContent &&
    svg.getAttribute("aria-labelledby").split(" ").every((id) => document.getElementById(id))));
  must(named, `${file}: a picture does not say what it is`);
  const twice = await wide.page.locator("[id]").evaluateAll((all) => all.length - new Set(all.map((e) => e.id)).size);
  must(twice === 0, `${file}: ${twice} identifiers stand twice`);
  const numbers = await wide.page.locator("data").count();
  must(numbers > 50, `${file}: only ${numbers} numbers`);
  await wide.page.screenshot({ path: `${name}-1280.png`, fullPage: true });
  await wide.page.emulateMedia({ media: "print" });
  const [said, torn] = await wide.page.evaluate(() => {
    const command = document.querySelector("footer code").textContent;
    const shown = [...document.querySelectorAll("code")].filter((c) => c.textContent === command && c.offsetParent);
    const inside = (name) => [...document.querySelectorAll(name)].filter((e) => getComputedStyle(e).breakInside !== "avoid");
    const after = (name) => [...document.querySelectorAll(name)].filter((e) => getComputedStyle(e).breakAfter !== "avoid");
    return [shown.length, inside("figure").length + after("h2, h2 + p, h3, figcaption").length];
  });
  must(said === 1, `${file}: says ${said} times in print how to repeat it`);
  must(torn === 0, `${file}: ${torn} headings or pictures may be torn apart in print`);
  const printed = await wide.page.evaluate(() => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const seen = (node) => node.parentElement.closest("title, desc") === null && node.parentElement.getClientRects().length > 0;
    let words = 0;
    while (walk.nextNode()) if (seen(walk.currentNode)) words += walk.currentNode.data.split(/\s+/).filter(Boolean).length;
    return words;
  });
  must(printed <= 2500, `${file}: ${printed} words in print`);
  await wide.page.emulateMedia({ media: null });
  const pdf = await wide.page.pdf({ path: `${name}.pdf`, preferCSSPageSize: true });
  const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g)?.length ?? 0;
  must(sheets >= 1 && sheets <= 6, `${file}: ${sheets} printed pages`);
  await wide.context.close();

  const phone = await open(file, { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
  const [needed, has] = await phone.page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  must(needed <= has, `${file}: ${needed} wide on a phone of ${has}`);
  await phone.page.screenshot({ path: `${name}-390.png`, fullPage: true });
  await phone.context.close();

  // Without scripts the page cannot be asked; its words stand in its text.
  const still = await open(file, { javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  const silent = (await still.page.locator("body").textContent()).replace(/\s+/g, " ");
  must(text === silent, `${file}: other words with scripts off`);
  await still.context.close();
  must(!/<script/i.test(readFileSync(file, "utf8")), `${file}: there is a script`);

  // What is wrong for those who do not see, or do not point; all that is folded is opened.
  for (const width of [1280, 390]) {
    const asked = await browser.newContext({ viewport: { width, height: 844 }, bypassCSP: true });
    const page = await asked.newPage();
    await page.goto(pathToFileURL(file).href);
    await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.open = true; }));
    await page.addScriptTag({ content: axe });
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    for (const { id, impact, help } of violations) must(!["serious", "critical"].includes(impact), `${file} at ${width}: ${id}, ${help}`);
    await asked.close();
  }
  console.log(`${basename(file)}: ${numbers} numbers, ${levels.length} headings, ${printed} words on ${sheets} printed pages`);
}
await browser.close();
for (const problem of problems) console.error(problem);
process.exit(problems.length ? 1 : 0);
