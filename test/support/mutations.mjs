// Parses mutated inputs through the library, as it was built, in a thread that a watchdog can end. Tells of every input that breaks a property.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { parse, parseFile, ReadError, validate } from '../../dist/index.js';
import { random } from '../../scripts/random.mjs';
import { coverage } from './coverage.mjs';
import { hostile } from './hostile.mjs';

const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url));

const all = readdirSync(fixtures, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /^(input|automatic)\./.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .sort()
  .map((file) => readFileSync(file));
const texts = all
  .filter((bytes) => !bytes.includes(0))
  .map((bytes) => bytes.toString('utf8').replace(/^\ufeff/, ''))
  .filter((text) => !text.includes('\ufffd'));
const PIECES = [
  '（',
  '）',
  '《',
  '》',
  '“',
  '”',
  '一、',
  '（一）',
  '1.',
  '①',
  '一是',
  '\n',
  '\t',
  '　',
  '。',
  '；',
  '，',
  '：',
  'XX',
  '××.×%',
  '100%',
  '牵头',
  '负责',
  '\r\n',
  '\0',
  '\ud83d',
  '二噁英',
  '壹、',
  '?',
  '!笆',
  '〔2022〕',
  '2022年',
];

/** Depth of what is piled up. */
const DEEP = 100_000;
const PILES = Object.values(hostile);

function mutatedText(chance) {
  const pick = (list) => list[Math.floor(chance() * list.length)];
  let text = pick(texts);
  const at = () => Math.floor(chance() * text.length);
  for (let times = 1 + Math.floor(chance() * 4); times > 0; times--) {
    const [from, to] = [at(), at()].sort((a, b) => a - b);
    const kind = Math.floor(chance() * 8);
    if (kind === 0) text = text.slice(0, from) + text.slice(to);
    else if (kind === 1) text = text.slice(0, to) + text.slice(from);
    else if (kind === 2) text += pick(texts);
    else if (kind === 3) text = text.slice(0, from) + pick(PIECES).repeat(1 + Math.floor(chance() * 40)) + text.slice(from);
    else if (kind === 4) text = text.slice(0, from) + String.fromCharCode(Math.floor(chance() * 65536)) + text.slice(from + 1);
    else if (kind === 5) text = text.replaceAll(pick(PIECES), pick(PIECES));
    else if (kind === 6)
      text = text
        .split('\n')
        .sort(() => chance() - 0.5)
        .join('\n');
    else text = text.replaceAll('\n', pick(['', ' ', '\n\n', '　　']));
    if (text.length > 20_000) text = text.slice(0, 20_000);
  }
  return text;
}

function mutatedBytes(chance) {
  const pick = (list) => list[Math.floor(chance() * list.length)];
  let bytes = Buffer.from(pick(all));
  for (let times = 1 + Math.floor(chance() * 8); times > 0; times--) {
    const at = Math.floor(chance() * bytes.length);
    const kind = Math.floor(chance() * 5);
    if (kind < 2 && bytes.length > 0) bytes[at] = Math.floor(chance() * 256);
    else if (kind === 2) bytes = bytes.subarray(0, at);
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at >> 1)]);
    else bytes = Buffer.concat([bytes, pick(all)].map((part) => part.subarray(0, 60_000)));
  }
  return bytes;
}

/** The input of a number, by which it can be made again: a text, or the bytes of a file. */
function inputOf(number, seed) {
  const chance = random(seed + number * 7919);
  const kind = chance();
  if (kind < 0.7) return mutatedText(chance);
  return kind < 0.703 ? PILES[Math.floor(chance() * PILES.length)](DEEP) : mutatedBytes(chance);
}

/** What is wrong with what came of an input, or null. */
async function check(number, seed) {
  const input = inputOf(number, seed);
  const text = typeof input === 'string' ? input : null;
  let document;
  try {
    document = text === null ? await parseFile(input, { name: 'mutated' }) : parse(text, { name: 'mutated' });
  } catch (error) {
    return error instanceof ReadError ? null : `threw ${error?.stack ?? error}`;
  }
  const { valid, findings } = validate(document);
  if (!valid) return `not valid: ${JSON.stringify(findings.slice(0, 3))}`;
  if (text !== null) {
    const lost = coverage(text, document);
    if (lost !== '') return `${lost.length} characters lost`;
    if (number % 50 === 0 && JSON.stringify(parse(text, { name: 'mutated' })) !== JSON.stringify(document))
      return 'two runs differ';
  }
  return null;
}

if (!isMainThread && workerData?.mutations) {
  const { from, to, seed } = workerData.mutations;
  for (let number = from; number < to; number++) {
    const began = performance.now();
    const wrong = await check(number, seed);
    const ms = performance.now() - began;
    if (wrong !== null || ms > 2000 || number % 20 === 0) parentPort.postMessage({ number, ms, wrong });
  }
  parentPort.postMessage({ number: to, ms: 0, wrong: null, done: true });
}
