// Runs one task again and again in a process of its own: `parse`, `tag` or `recognizers`, and the length of the text. Prints the median in milliseconds, or
// with `turns` that of a few runs for each line that comes in, so that two tasks can take turns.
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { speech } from './document.mjs';

const [task, length, turns] = process.argv.slice(2);
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
const measure = (runs) => {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  console.log(times.sort((a, b) => a - b)[runs >> 1]);
};
if (turns === undefined) measure(long ? 3 : Number(length) > 50_000 ? 11 : 31);
else {
  console.log('ready');
  for await (const _ of createInterface({ input: process.stdin })) measure(long ? 1 : 5);
}
