// Writes the public surface of each entry point to packages/<name>/api/<entry>.api.md; with --check, fails if one has changed.
// The packages must be built. Names of packages as arguments limit the work to those.
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor";

const root = resolve(import.meta.dirname, "..");
const check = process.argv.includes("--check");
const names = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const silent = { default: { logLevel: "none" } };
const tempFolder = join(tmpdir(), `avocet-api-${process.pid}`);

function entryPoints(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return Object.entries(exports).flatMap(([subpath, target]) =>
    target.types
      ? [{ name: subpath === "." ? "index" : subpath.slice(2).replaceAll("/", "-"), types: target.types }]
      : [],
  );
}

/** Whether the report of one entry point is as committed; without --check it is written. */
function reportIsCurrent(folder, { name, types }) {
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(folder, "package.json"),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: join(folder, types),
      compiler: { tsconfigFilePath: join(folder, "tsconfig.json"), skipLibCheck: true },
      apiReport: {
        enabled: true,
        reportFolder: join(folder, "api"),
        reportTempFolder: tempFolder,
        reportFileName: `${name}.api.md`,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: "lf",
      messages: {
        compilerMessageReporting: silent,
        extractorMessageReporting: silent,
        tsdocMessageReporting: silent,
      },
    },
  });
  const { apiReportChanged } = Extractor.invoke(config, {
    localBuild: !check,
    messageCallback: (message) => {
      message.handled = true;
    },
  });
  return !apiReportChanged;
}

const changed = [];
mkdirSync(tempFolder, { recursive: true });
try {
  for (const name of names.length > 0 ? names : readdirSync(join(root, "packages"))) {
    const folder = join(root, "packages", name);
    mkdirSync(join(folder, "api"), { recursive: true });
    for (const entry of entryPoints(folder))
      if (!reportIsCurrent(folder, entry)) changed.push(`packages/${name}/api/${entry.name}.api.md`);
  }
} finally {
  rmSync(tempFolder, { recursive: true });
}
for (const file of changed) console.log(`${file} ${check ? "differs from the public surface" : "written"}`);
if (check && changed.length > 0) {
  console.error(
    "The public surface has changed. If that is intended, run `npm run api`, commit the reports, and add a changeset.",
  );
  process.exitCode = 1;
}
