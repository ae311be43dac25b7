import type { Graph, ParameterDefinition } from "../../core/graph/graph.ts";
import type { HelpSection, Option, OptionTable } from "../framework/command.ts";
import { optionTerm } from "../framework/help.ts";
import { optionName, parameterVariable } from "../../core/flow/option_name.ts";
import { shortValue } from "../results/short_value.ts";
import { safeText } from "../terminal/safe_text.ts";
import { readFlows } from "./read_flow.ts";

const VALUES: Record<ParameterDefinition["type"], string> = {
  number: "NUMBER",
  string: "TEXT",
  boolean: "true|false",
  list: "ITEM",
  json: "JSON",
  any: "VALUE",
};

/**
 * The parameters of a flow as options of `flow run`.
 *
 * @param reserved The options that commands have themselves; a parameter of such a name can be given
 *   by the environment only.
 */
export function parameterOptions(graph: Graph, reserved: OptionTable): OptionTable {
  const taken = new Set(Object.keys(reserved).map(optionName));
  return Object.fromEntries(
    graph.parameters.filter(({ name }) => !taken.has(optionName(name)))
      .map((parameter) => [parameter.name, parameterOption(parameter)]),
  );
}

/** The section of the help that shows the parameters of a flow. */
export function parameterHelp(graph: Graph, reserved: OptionTable): HelpSection {
  const options = parameterOptions(graph, reserved);
  return {
    heading: `Parameters of ${safeText(graph.flow)}`,
    rows: graph.parameters.map((parameter): [string, string] => {
      const option = options[parameter.name];
      const about = [
        ...(parameter.help === "" ? [] : [safeText(parameter.help)]),
        ...(option === undefined ? ["an option of flow run has this name"] : []),
        defaultOf(parameter),
      ].join("; ");
      return [
        option === undefined
          ? parameterVariable(parameter.name)
          : optionTerm(parameter.name, option),
        about,
      ];
    }),
  };
}

/** The options that the flows of a file add to `flow run`, for completion. */
export async function flowOptionTable(file: string): Promise<OptionTable> {
  const { graphs } = await readFlows(file);
  const tables = graphs.map((graph) => parameterOptions(graph, {}));
  return Object.assign({}, ...tables);
}

function parameterOption({ kind, type, itemType, help }: ParameterDefinition): Option {
  if (kind !== "param") return { kind: "text", value: "FILE", complete: "file", help };
  if (type === "boolean") return { kind: "flag", help };
  if (type === "list") {
    const value = itemType === undefined || itemType === "string" ? VALUES.list : VALUES[itemType];
    return { kind: "list", value, help };
  }
  return { kind: "text", value: VALUES[type], help };
}

function defaultOf({ default: value, required, kind }: ParameterDefinition): string {
  if (value === null) return required ? "required" : "optional";
  if (value.kind === "dynamic") return "default: found when the run starts";
  return `${kind === "param" ? "default" : "default file"}: ${shortValue(value.value, 60)}`;
}
