#!/usr/bin/env node
// `npm install` leaves optional packages of other platforms out of package-lock.json where the registry in use does not carry them, and `npm ci` then
// refuses the lock file everywhere. This puts them in: their versions are those that the packages which want them pin, their platforms are in their names.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const OS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const CPU = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

const added = [];
for (const wanting of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(wanting.optionalDependencies ?? {})) {
    if (Object.keys(lock.packages).some((path) => path.endsWith(`node_modules/${name}`))) continue;
    const words = name.split(/[/-]/);
    const os = OS.find((word) => words.includes(word));
    const cpu = CPU.find((word) => words.includes(word));
    if (!os || !cpu || !/^\d/.test(version)) throw new Error(`${name}@${version}: cannot tell its platform or version`);
    const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') || words.includes('gnueabihf') ? ['glibc'] : undefined;
    const entry = { version, ...(wanting.dev && { dev: true }), optional: true, os: [os], cpu: [cpu], ...(libc && { libc }) };
    lock.packages[`node_modules/${name}`] = entry;
    added.push(name);
  }
}
const [root, ...others] = Object.keys(lock.packages);
lock.packages = Object.fromEntries([root, ...others.sort()].map((path) => [path, lock.packages[path]]));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.error(`complete-lock: ${added.length === 0 ? 'nothing missing' : `added ${added.join(', ')}`}`);
