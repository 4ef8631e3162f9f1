// Packs the extension for VS Code: `npm run vscode [FILE]`, unsaid out/ctrc.vsix. A .vsix is a zip archive with the
// extension in `extension/` and a manifest in the format of the Visual Studio Gallery; making it needs no network.
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { zipSync } from "fflate";
import { rawText } from "../raw-text.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const extension = join(root, "editors/vscode");
const out = process.argv[2] ?? join(root, "out/ctrc.vsix");

/** Loads a WebAssembly file from its own folder, so it is not bundled but stands beside the server. */
const BESIDE = "sh-syntax";

const manifest = JSON.parse(await readFile(join(extension, "package.json"), "utf8"));
const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
const files = {
  "[Content_Types].xml": contentTypes(),
  "extension.vsixmanifest": vsixManifest(),
  "extension/package.json": `${JSON.stringify({ ...manifest, version }, undefined, 2)}\n`,
  "extension/README.md": await readFile(join(extension, "README.md")),
  "extension/LICENSE.txt": await readFile(join(root, "LICENSE")),
  "extension/language-configuration.json": await readFile(join(extension, "language-configuration.json")),
  "extension/snippets/ctr.json": await readFile(join(extension, "snippets/ctr.json")),
  "extension/syntaxes/ctr.tmLanguage.json": await readFile(join(extension, "syntaxes/ctr.tmLanguage.json")),
  "extension/dist/extension.cjs": await bundle({
    entryPoints: [join(extension, "src/extension.ts")],
    format: "cjs",
    external: ["vscode"],
  }),
  "extension/dist/server.mjs": await bundle({
    entryPoints: [join(root, "src/language-server/server/main.ts")],
    format: "esm",
    external: [BESIDE],
    banner: {
      js: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
    },
  }),
  ...(await packageFiles(BESIDE)),
};
await mkdir(dirname(out), { recursive: true });
// One date for all members: the same sources make the same bytes.
const zipped = zipSync(Object.fromEntries(Object.entries(files).map(([path, data]) => [path, bytes(data)])), {
  level: 9,
  mtime: new Date(1980, 0, 1),
});
await writeFile(out, zipped);
console.log(`${relative(process.cwd(), out)}: ${Math.round(zipped.length / 1024)} KiB`);

async function bundle(options) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    bundle: true,
    write: false,
    platform: "node",
    target: "node20",
    legalComments: "none",
    minify: true,
    plugins: [rawText],
    ...options,
  });
  return outputFiles[0].contents;
}

/** The files of an installed package that are loaded, where Node looks for them from the server. */
async function packageFiles(name) {
  const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  const paths = await readdir(folder, { recursive: true, withFileTypes: true });
  const wanted = paths.filter(
    (entry) => entry.isFile() && /\.(?:c?js|wasm|json)$|^LICENSE$/.test(entry.name),
  );
  const read = wanted.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return [`extension/dist/node_modules/${name}/${relative(folder, path)}`, await readFile(path)];
  });
  return Object.fromEntries(await Promise.all(read));
}

function bytes(data) {
  return typeof data === "string" ? new TextEncoder().encode(data) : new Uint8Array(data);
}

function contentTypes() {
  const types = {
    vsixmanifest: "text/xml",
    json: "application/json",
    md: "text/markdown",
    txt: "text/plain",
    js: "application/javascript",
    cjs: "application/javascript",
    mjs: "application/javascript",
    wasm: "application/wasm",
  };
  const defaults = Object.entries(types).map(
    ([suffix, type]) => `<Default Extension=".${suffix}" ContentType="${type}"/>`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${defaults.join("")}</Types>
`;
}

function vsixManifest() {
  const { name, publisher, displayName, description, categories, keywords, engines } = manifest;
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011" xmlns:d="http://schemas.microsoft.com/developer/vsx-schema-design/2011">
  <Metadata>
    <Identity Language="en-US" Id="${name}" Version="${version}" Publisher="${publisher}"/>
    <DisplayName>${displayName}</DisplayName>
    <Description xml:space="preserve">${description}</Description>
    <Tags>${[...keywords, "__ext_ctr"].join(",")}</Tags>
    <Categories>${categories.join(",")}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${engines.vscode}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionDependencies" Value=""/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionPack" Value=""/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace"/>
      <Property Id="Microsoft.VisualStudio.Code.LocalizedLanguages" Value=""/>
      <Property Id="Microsoft.VisualStudio.Code.ExecutesCode" Value="true"/>
    </Properties>
    <License>extension/LICENSE.txt</License>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true"/>
  </Assets>
</PackageManifest>
`;
}
