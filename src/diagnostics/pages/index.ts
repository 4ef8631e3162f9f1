// Made from the files of this folder by scripts/pages-index.ts: `npm run test:update`.
import backwardRange from "./backward-range.md?raw";
import badEscape from "./bad-escape.md?raw";
import badReference from "./bad-reference.md?raw";
import bareCommand from "./bare-command.md?raw";
import blankAfterBackslash from "./blank-after-backslash.md?raw";
import bootWithoutImage from "./boot-without-image.md?raw";
import bootsAlone from "./boots-alone.md?raw";
import cellsInSequence from "./cells-in-sequence.md?raw";
import conflictingStatements from "./conflicting-statements.md?raw";
import cpusNotOnHost from "./cpus-not-on-host.md?raw";
import decimalSize from "./decimal-size.md?raw";
import duplicateName from "./duplicate-name.md?raw";
import duplicateValue from "./duplicate-value.md?raw";
import emptyCommand from "./empty-command.md?raw";
import emptyMatrix from "./empty-matrix.md?raw";
import emptyNamespace from "./empty-namespace.md?raw";
import emptyValue from "./empty-value.md?raw";
import engineCannot from "./engine-cannot.md?raw";
import engineWithoutDriver from "./engine-without-driver.md?raw";
import exceptNothing from "./except-nothing.md?raw";
import expectWithoutAction from "./expect-without-action.md?raw";
import hiddenCharacter from "./hidden-character.md?raw";
import hostFiles from "./host-files.md?raw";
import imageCycle from "./image-cycle.md?raw";
import importCycle from "./import-cycle.md?raw";
import importNotDeclaration from "./import-not-declaration.md?raw";
import importNotFound from "./import-not-found.md?raw";
import importNotLiteral from "./import-not-literal.md?raw";
import insecureFetch from "./insecure-fetch.md?raw";
import instanceNameRepeats from "./instance-name-repeats.md?raw";
import invalidName from "./invalid-name.md?raw";
import limitAboveHost from "./limit-above-host.md?raw";
import malformedAllowance from "./malformed-allowance.md?raw";
import malformedNumber from "./malformed-number.md?raw";
import malformedValue from "./malformed-value.md?raw";
import mapWithoutRoot from "./map-without-root.md?raw";
import matrixNotAllowed from "./matrix-not-allowed.md?raw";
import matrixTooLarge from "./matrix-too-large.md?raw";
import measureWithoutRepeat from "./measure-without-repeat.md?raw";
import medianOutsideMeasure from "./median-outside-measure.md?raw";
import metricWithoutCommand from "./metric-without-command.md?raw";
import mismatchedBracket from "./mismatched-bracket.md?raw";
import misplacedStatement from "./misplaced-statement.md?raw";
import missingArgument from "./missing-argument.md?raw";
import missingBlock from "./missing-block.md?raw";
import missingCommand from "./missing-command.md?raw";
import missingKeyword from "./missing-keyword.md?raw";
import missingLineEnd from "./missing-line-end.md?raw";
import missingRecipe from "./missing-recipe.md?raw";
import missingRoot from "./missing-root.md?raw";
import mixedTypes from "./mixed-types.md?raw";
import moreErrors from "./more-errors.md?raw";
import namespaceKindTwice from "./namespace-kind-twice.md?raw";
import nestedTooDeeply from "./nested-too-deeply.md?raw";
import noActions from "./no-actions.md?raw";
import notText from "./not-text.md?raw";
import notWhole from "./not-whole.md?raw";
import notYetBuilt from "./not-yet-built.md?raw";
import nothingToRun from "./nothing-to-run.md?raw";
import outOfRange from "./out-of-range.md?raw";
import parameterNotAllowed from "./parameter-not-allowed.md?raw";
import pathNotAbsolute from "./path-not-absolute.md?raw";
import recipeNotFirst from "./recipe-not-first.md?raw";
import recipeTooLarge from "./recipe-too-large.md?raw";
import referenceNotAllowed from "./reference-not-allowed.md?raw";
import repeatedClause from "./repeated-clause.md?raw";
import repeatedStatement from "./repeated-statement.md?raw";
import roundedLimit from "./rounded-limit.md?raw";
import settingIgnored from "./setting-ignored.md?raw";
import settingTwice from "./setting-twice.md?raw";
import sharedDiskProbe from "./shared-disk-probe.md?raw";
import shellOperator from "./shell-operator.md?raw";
import shellSyntax from "./shell-syntax.md?raw";
import shellVariable from "./shell-variable.md?raw";
import storageWithoutDevice from "./storage-without-device.md?raw";
import strayBracket from "./stray-bracket.md?raw";
import tooManyImports from "./too-many-imports.md?raw";
import unclosedBlock from "./unclosed-block.md?raw";
import unclosedList from "./unclosed-list.md?raw";
import unclosedQuote from "./unclosed-quote.md?raw";
import unclosedString from "./unclosed-string.md?raw";
import unclosedText from "./unclosed-text.md?raw";
import unexpectedArgument from "./unexpected-argument.md?raw";
import unexpectedBlock from "./unexpected-block.md?raw";
import unexpectedCharacter from "./unexpected-character.md?raw";
import unexpectedCommand from "./unexpected-command.md?raw";
import unexpectedWord from "./unexpected-word.md?raw";
import unknownLint from "./unknown-lint.md?raw";
import unknownName from "./unknown-name.md?raw";
import unknownReference from "./unknown-reference.md?raw";
import unknownStatement from "./unknown-statement.md?raw";
import unknownUnit from "./unknown-unit.md?raw";
import unknownWord from "./unknown-word.md?raw";
import unquotedText from "./unquoted-text.md?raw";
import unusedAllowance from "./unused-allowance.md?raw";
import unusedDeclaration from "./unused-declaration.md?raw";
import weakChecksum from "./weak-checksum.md?raw";
import wrongReferenceType from "./wrong-reference-type.md?raw";
import wrongType from "./wrong-type.md?raw";
import wrongUnit from "./wrong-unit.md?raw";

/** What `ctrc explain CODE` says: Markdown with a recipe that shows the mistake, and one that is right. */
export const pages: Readonly<Record<string, string>> = {
  "backward-range": backwardRange,
  "bad-escape": badEscape,
  "bad-reference": badReference,
  "bare-command": bareCommand,
  "blank-after-backslash": blankAfterBackslash,
  "boot-without-image": bootWithoutImage,
  "boots-alone": bootsAlone,
  "cells-in-sequence": cellsInSequence,
  "conflicting-statements": conflictingStatements,
  "cpus-not-on-host": cpusNotOnHost,
  "decimal-size": decimalSize,
  "duplicate-name": duplicateName,
  "duplicate-value": duplicateValue,
  "empty-command": emptyCommand,
  "empty-matrix": emptyMatrix,
  "empty-namespace": emptyNamespace,
  "empty-value": emptyValue,
  "engine-cannot": engineCannot,
  "engine-without-driver": engineWithoutDriver,
  "except-nothing": exceptNothing,
  "expect-without-action": expectWithoutAction,
  "hidden-character": hiddenCharacter,
  "host-files": hostFiles,
  "image-cycle": imageCycle,
  "import-cycle": importCycle,
  "import-not-declaration": importNotDeclaration,
  "import-not-found": importNotFound,
  "import-not-literal": importNotLiteral,
  "insecure-fetch": insecureFetch,
  "instance-name-repeats": instanceNameRepeats,
  "invalid-name": invalidName,
  "limit-above-host": limitAboveHost,
  "malformed-allowance": malformedAllowance,
  "malformed-number": malformedNumber,
  "malformed-value": malformedValue,
  "map-without-root": mapWithoutRoot,
  "matrix-not-allowed": matrixNotAllowed,
  "matrix-too-large": matrixTooLarge,
  "measure-without-repeat": measureWithoutRepeat,
  "median-outside-measure": medianOutsideMeasure,
  "metric-without-command": metricWithoutCommand,
  "mismatched-bracket": mismatchedBracket,
  "misplaced-statement": misplacedStatement,
  "missing-argument": missingArgument,
  "missing-block": missingBlock,
  "missing-command": missingCommand,
  "missing-keyword": missingKeyword,
  "missing-line-end": missingLineEnd,
  "missing-recipe": missingRecipe,
  "missing-root": missingRoot,
  "mixed-types": mixedTypes,
  "more-errors": moreErrors,
  "namespace-kind-twice": namespaceKindTwice,
  "nested-too-deeply": nestedTooDeeply,
  "no-actions": noActions,
  "not-text": notText,
  "not-whole": notWhole,
  "not-yet-built": notYetBuilt,
  "nothing-to-run": nothingToRun,
  "out-of-range": outOfRange,
  "parameter-not-allowed": parameterNotAllowed,
  "path-not-absolute": pathNotAbsolute,
  "recipe-not-first": recipeNotFirst,
  "recipe-too-large": recipeTooLarge,
  "reference-not-allowed": referenceNotAllowed,
  "repeated-clause": repeatedClause,
  "repeated-statement": repeatedStatement,
  "rounded-limit": roundedLimit,
  "setting-ignored": settingIgnored,
  "setting-twice": settingTwice,
  "shared-disk-probe": sharedDiskProbe,
  "shell-operator": shellOperator,
  "shell-syntax": shellSyntax,
  "shell-variable": shellVariable,
  "storage-without-device": storageWithoutDevice,
  "stray-bracket": strayBracket,
  "too-many-imports": tooManyImports,
  "unclosed-block": unclosedBlock,
  "unclosed-list": unclosedList,
  "unclosed-quote": unclosedQuote,
  "unclosed-string": unclosedString,
  "unclosed-text": unclosedText,
  "unexpected-argument": unexpectedArgument,
  "unexpected-block": unexpectedBlock,
  "unexpected-character": unexpectedCharacter,
  "unexpected-command": unexpectedCommand,
  "unexpected-word": unexpectedWord,
  "unknown-lint": unknownLint,
  "unknown-name": unknownName,
  "unknown-reference": unknownReference,
  "unknown-statement": unknownStatement,
  "unknown-unit": unknownUnit,
  "unknown-word": unknownWord,
  "unquoted-text": unquotedText,
  "unused-allowance": unusedAllowance,
  "unused-declaration": unusedDeclaration,
  "weak-checksum": weakChecksum,
  "wrong-reference-type": wrongReferenceType,
  "wrong-type": wrongType,
  "wrong-unit": wrongUnit,
};
