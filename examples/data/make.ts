/**
 * Makes the data files of the examples from the npm package `vega-datasets`, so that anyone can see
 * where each number comes from. Run it after a change here:
 *
 * ```
 * deno run -A examples/data/make.ts
 * ```
 *
 * @module
 */

// The package has no entry for its data; importing it makes sure that its files are there.
import "vega-datasets";

/** A row of `movies.json` as the package has it, as far as the examples use it. */
interface Row {
  Title: string | number | null;
  "Worldwide Gross": number | null;
  "Production Budget": number | null;
  "Release Date": string;
  Distributor: string | null;
  "Major Genre": string | null;
  Director: string | null;
  "IMDB Rating": number | null;
  "IMDB Votes": number | null;
}

interface PenguinRow {
  Species: string;
  Island: string;
  "Beak Length (mm)": number | null;
  "Beak Depth (mm)": number | null;
  "Flipper Length (mm)": number | null;
  "Body Mass (g)": number | null;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function readPackage(name: string): Promise<string> {
  return Deno.readTextFile(new URL(`../data/${name}`, import.meta.resolve("vega-datasets")));
}

/** `Jun 12 1998` as `1998-06-12`. */
function isoDate(date: string): string {
  const [month, day, year] = date.split(" ") as [string, string, string];
  return `${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, "0")}-${day}`;
}

/** A JSON list with one row a line: small, and readable in a diff. */
function lines(rows: unknown[]): string {
  return `[\n${rows.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`;
}

function films(rows: Row[]): string {
  const titled = rows.filter((row) => row.Title !== null);
  return lines(titled.map((row) => ({
    title: String(row.Title),
    released: isoDate(row["Release Date"]),
    genre: row["Major Genre"],
    director: row.Director,
    gross: row["Worldwide Gross"],
    budget: row["Production Budget"],
    rating: row["IMDB Rating"],
    votes: row["IMDB Votes"],
  })));
}

function penguins(rows: PenguinRow[]): string {
  return lines(rows.map((row) => ({
    species: row.Species,
    island: row.Island,
    beakLength: row["Beak Length (mm)"],
    beakDepth: row["Beak Depth (mm)"],
    flipperLength: row["Flipper Length (mm)"],
    bodyMass: row["Body Mass (g)"],
  })));
}

/**
 * One studio's films as a table without quotes, as careless exports are: a title that holds the
 * separator shifts the columns of its row.
 */
function table(rows: Row[], separator: string): string {
  const body = rows.map((row) =>
    [
      row.Title,
      row["Release Date"],
      row["Worldwide Gross"],
      row["IMDB Rating"],
    ].map((value) => value ?? "").join(separator)
  );
  return [["title", "released", "gross", "rating"].join(separator), ...body, ""].join("\n");
}

/** One studio's films as JSON, with the names of fields that the package uses. */
function json(rows: Row[]): string {
  return lines(rows.map((row) => ({
    Title: row.Title,
    "Release Date": row["Release Date"],
    "Worldwide Gross": row["Worldwide Gross"],
    "IMDB Rating": row["IMDB Rating"],
  })));
}

/**
 * Builds every data file of the examples.
 *
 * @returns The text of each file by its path, seen from `examples/`.
 */
export async function build(): Promise<Record<string, string>> {
  const movies: Row[] = JSON.parse(await readPackage("movies.json"));
  const of = (distributor: string) => movies.filter((row) => row.Distributor === distributor);
  const mgm = json(of("MGM"));
  return {
    "data/movies.json": films(movies),
    "data/penguins.json": penguins(JSON.parse(await readPackage("penguins.json"))),
    "etl/raw/warner.csv": table(of("Warner Bros."), ","),
    "etl/raw/universal.csv": table(of("Universal"), ","),
    "etl/raw/disney.tsv": table(of("Walt Disney Pictures"), "\t"),
    "etl/raw/fox.json": json(of("20th Century Fox")),
    // A transfer that broke off: the source that stays broken.
    "etl/raw/mgm.json": mgm.slice(0, Math.floor(mgm.length * 0.6)),
  };
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(await build())) {
    await Deno.writeTextFile(new URL(`../${path}`, import.meta.url), text);
    console.log(`${path}: ${text.length} characters`);
  }
}
