import { Command } from "commander";
import { ablateCommand } from "./commands/ablate.ts";
import { checkCommand } from "./commands/check.ts";
import { compareCommand } from "./commands/compare.ts";
import { convertCommand } from "./commands/convert.ts";
import { demoCommand } from "./commands/demo.ts";
import { estimateCommand } from "./commands/estimate.ts";
import { evaluateCommand } from "./commands/evaluate.ts";
import { featuresCommand } from "./commands/features.ts";
import { fuseCommand } from "./commands/fuse.ts";
import { makeCommand } from "./commands/make.ts";
import { predictCommand } from "./commands/predict.ts";
import { prepareCommand } from "./commands/prepare.ts";
import { recipeCommand } from "./commands/recipe.ts";
import { trainCommand } from "./commands/train.ts";

/** The command line `vivit`. */
export function program(): Command {
  const vivit = new Command("vivit")
    .description("Train and use video transformers (ViViT) on folders of video files")
    .option("--debug", "print the stack of an error")
    .showHelpAfterError("(vivit --help lists the commands and options)")
    .exitOverride();
  const commands = [
    trainCommand(),
    evaluateCommand(),
    fuseCommand(),
    featuresCommand(),
    compareCommand(),
    predictCommand(),
    estimateCommand(),
    convertCommand(),
    makeCommand(),
    checkCommand(),
    prepareCommand(),
    recipeCommand(),
    ablateCommand(),
    demoCommand(),
  ];
  for (const command of commands) vivit.addCommand(command.copyInheritedSettings(vivit));
  return vivit;
}
