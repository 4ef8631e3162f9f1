import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer, { type Browser, type Page } from "puppeteer-core";

const root = join(import.meta.dirname, "../..");

/** The playground in a browser without a window, opened from the disk. */
export class Playground {
  readonly #scratch = mkdtempSync(join(tmpdir(), "ctrc-playground-"));
  /** Where screenshots go: CTRC_SCREENSHOTS names a folder that stays. */
  readonly screenshots = process.env.CTRC_SCREENSHOTS ?? join(this.#scratch, "screenshots");
  /** What the page said in the console, threw, or asked of the network. */
  readonly complaints: string[] = [];
  #browser: Browser | undefined;

  async start(): Promise<void> {
    mkdirSync(this.screenshots, { recursive: true });
    execFileSync("node", [join(root, "scripts/playground.mjs"), this.#scratch], { stdio: "pipe" });
    this.#browser = await puppeteer.launch({
      executablePath: "/usr/bin/chromium",
      // Root has no sandbox in Chromium; the page is our own.
      args: ["--no-sandbox", "--disable-dev-shm-usage"],
      userDataDir: join(this.#scratch, "profile"),
    });
  }

  async open(options: { hash?: string; width?: number; isDark?: boolean } = {}): Promise<Page> {
    if (this.#browser === undefined) throw new Error("the browser was not started");
    const page = await this.#browser.newPage();
    page.on("console", (message) => this.complaints.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => this.complaints.push(`thrown: ${String(error)}`));
    page.on("request", (request) => {
      if (/^(?:https?|wss?|ftp):/.test(request.url())) this.complaints.push(`asked for ${request.url()}`);
    });
    await page.setViewport({ width: options.width ?? 1400, height: 900 });
    await page.emulateMediaFeatures([
      { name: "prefers-color-scheme", value: options.isDark === true ? "dark" : "light" },
    ]);
    await page.goto(`${pathToFileURL(join(this.#scratch, "index.html")).href}${options.hash ?? ""}`);
    await page.waitForSelector('body[data-state="ready"]');
    return page;
  }

  /** A page of its own for some HTML, for its picture. */
  async picture(html: string, name: string): Promise<void> {
    if (this.#browser === undefined) throw new Error("the browser was not started");
    const page = await this.#browser.newPage();
    await page.setViewport({ width: 1000, height: 900 });
    await page.setContent(html);
    await this.shoot(page, name);
    await page.close();
  }

  async shoot(page: Page, name: string): Promise<void> {
    await page.screenshot({ path: join(this.screenshots, `${name}.png`) });
  }

  async close(): Promise<void> {
    await this.#browser?.close();
    rmSync(this.#scratch, { recursive: true, force: true });
  }
}
