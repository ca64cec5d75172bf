// Runs one task again and again in a process of its own and prints the median in milliseconds: `parse` or `tag`, and the length of the text.
import { createRequire } from 'node:module';
import { speech } from './document.mjs';

const [task, length] = process.argv.slice(2);
const text = speech(Number(length));
const run =
  task === 'tag'
    ? (
        (jieba) => () =>
          jieba.tag(text)
      )(createRequire(import.meta.url)('nodejieba'))
    : await import('../dist/index.js').then(
        ({ parse }) =>
          () =>
            parse(text),
      );
for (let i = 0; i < 60; i++) run();
const times = Array.from({ length: Number(length) > 50_000 ? 11 : 31 }, () => {
  const start = performance.now();
  run();
  return performance.now() - start;
});
console.log(times.sort((a, b) => a - b)[times.length >> 1]);
