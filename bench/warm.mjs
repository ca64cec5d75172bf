// Runs one task again and again in a process of its own and prints the median in milliseconds: `parse`, `tag` or `recognizers`, and the length of the text.
import { createRequire } from 'node:module';
import { speech } from './document.mjs';

const [task, length] = process.argv.slice(2);
const text = speech(Number(length));
const require = createRequire(import.meta.url);

/** What each task does with the text. */
const tasks = {
  parse: async () => {
    const { parse } = await import('../dist/index.js');
    return () => parse(text);
  },
  tag: async () => {
    const jieba = require('nodejieba');
    return () => jieba.tag(text);
  },
  // Numbers, numbers with units and dates, which are a part of what a parse finds; line by line, since its cost grows faster than the text.
  recognizers: async () => {
    const suite = require('@microsoft/recognizers-text-suite');
    const models = ['Number', 'Ordinal', 'Percentage', 'Currency', 'Dimension', 'Age', 'Temperature', 'DateTime'].map(
      (name) => suite[`recognize${name}`],
    );
    const lines = text.split('\n').filter(Boolean);
    return () => lines.flatMap((line) => models.flatMap((model) => model(line, 'zh-cn')));
  },
};
const run = await tasks[task]();
const long = task === 'recognizers';
// Warm is when the engine has compiled what it will compile.
const until = performance.now() + 3000;
for (let i = 0; i < (long ? 1 : 400) && performance.now() < until; i++) run();
const times = Array.from({ length: long ? 3 : Number(length) > 50_000 ? 11 : 31 }, () => {
  const start = performance.now();
  run();
  return performance.now() - start;
});
console.log(times.sort((a, b) => a - b)[times.length >> 1]);
