// Prints what html-validate finds wrong in the pages of the folders that are named: node validate.cjs MODULES FOLDER…
// One process for all pages: it starts slowly and reads fast.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const [modules, ...folders] = process.argv.slice(2);
const { HtmlValidate } = require(path.join(modules, "html-validate"));

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    "doctype-style": "off", // a doctype is valid in either case
    "no-trailing-whitespace": "off", // of a template; nobody sees it
    "long-title": "off", // a claim is as long as it is; search engines cut it where they like
    "no-implicit-button-type": "off", // HTML says which type it is: submit
    "no-implicit-input-type": "off", // and here: text
  },
});

(async () => {
  for (const folder of folders) {
    for (const name of fs.readdirSync(folder, { recursive: true })) {
      if (!name.endsWith(".html")) continue;
      const report = await validator.validateString(fs.readFileSync(path.join(folder, name), "utf8"));
      for (const { messages } of report.results) {
        for (const { line, ruleId, message } of messages) console.log(`${name}:${line}: ${ruleId}: ${message}`);
      }
    }
  }
})();
