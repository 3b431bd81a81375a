/** What other people's files may do wrong: archives, checkpoints, models, reward expressions. */
export const foreign = {
  'error.checkpoint.malformed.what': 'The checkpoint {file} cannot be read.',
  'error.checkpoint.malformed.why':
    'What it says of “{part}” cannot be: a name, a size or a place that its bytes do not allow.',
  'error.checkpoint.malformed.next': 'Choose another checkpoint. This one was not written by the studio.',

  'error.import.invalid.what': 'The file cannot be imported.',
  'error.import.invalid.why': 'In its {part}, “{field}” is not what the studio writes: {reason}.',
  'error.import.invalid.next': 'Export it again where it came from (a .wmsx file), and import that.',
  'error.import.unreadable.what': 'The file “{file}” cannot be read.',
  'error.import.unreadable.why': 'The system says: {reason}.',
  'error.import.unreadable.next': 'Check the path, and that you may read it.',
  'error.import.notArchive.what': 'The file cannot be imported.',
  'error.import.notArchive.why': 'It is no exported experiment (.wmsx), or it was cut short.',
  'error.import.notArchive.next': 'Export it again where it came from, or copy it again, and import that.',
  'error.import.newer.what': 'The file cannot be imported.',
  'error.import.newer.why': 'It has the format {format}; this studio knows {known}.',
  'error.import.newer.next': 'Update the studio, or export it again with this version.',
  'error.import.missing.what': 'The file cannot be imported.',
  'error.import.missing.why': 'Its {part} is missing.',
  'error.import.missing.next': 'Export it again where it came from, and import that.',
  'error.import.unknownPart.what': 'The file cannot be imported.',
  'error.import.unknownPart.why':
    'It holds “{part}”, which is no part of an experiment. Nothing was unpacked.',
  'error.import.unknownPart.next': 'Export it again where it came from, and import that as it is.',
  'error.import.twice.what': 'The file cannot be imported.',
  'error.import.twice.why': 'It holds “{part}” twice, and only one of them can be right.',
  'error.import.twice.next': 'Export it again where it came from, and import that.',
  'error.import.unsupported.what': 'The file cannot be imported.',
  'error.import.unsupported.why': 'Its {part} is encrypted or packed in a way that the studio does not use.',
  'error.import.unsupported.next': 'Export it again where it came from, and import that as it is.',
  'error.import.damagedPart.what': 'The file cannot be imported.',
  'error.import.damagedPart.why': 'Its {part} is damaged: its bytes are not those that were packed.',
  'error.import.damagedPart.next': 'Copy or export it again where it came from, and import that.',
  'error.import.tooManyParts.what': 'The file cannot be imported.',
  'error.import.tooManyParts.why': 'It holds {count} “{part}”; at most {limit} are taken in.',
  'error.import.tooManyParts.next': 'Export it again with its final checkpoint only.',
  'error.import.unpacksTooLarge.what': 'The file cannot be imported.',
  'error.import.unpacksTooLarge.why':
    'Unpacked, “{part}” would take {megabytes} MB; at most {limit} MB are taken in. Nothing was kept.',
  'error.import.unpacksTooLarge.next': 'Export it again with its final checkpoint only.',
  'error.import.packedTooTightly.what': 'The file cannot be imported.',
  'error.import.packedTooTightly.why':
    'It would unpack to {ratio} times its size; experiments unpack to {limit} times at most. Nothing was unpacked.',
  'error.import.packedTooTightly.next': 'Do not trust this file. Export it again where it came from.',
  'error.import.noJson.what': 'The file cannot be imported.',
  'error.import.noJson.why': 'Its {part} is no JSON of the kind that the studio writes.',
  'error.import.noJson.next': 'Export it again where it came from, and import that.',
  'error.import.tooComplex.what': 'The file cannot be imported.',
  'error.import.tooComplex.why':
    'An entry of its {part} nests deeper than {depth} or would take more than {megabytes} MB of memory.',
  'error.import.tooComplex.next': 'Export it again where it came from. Episodes that long are not taken in.',
  'error.import.badName.what': 'The file cannot be imported.',
  'error.import.badName.why': 'Its {part} names something “{name}”, which is no name that the studio gives.',
  'error.import.badName.next': 'Do not trust this file. Export it again where it came from.',
  'error.import.columns.what': 'The file cannot be imported.',
  'error.import.columns.why':
    'The curve “{series}” has columns of unequal length, or its records are not in their order.',
  'error.import.columns.next': 'Export it again where it came from, and import that.',
  'error.import.outOfMemory.what': 'The file cannot be imported.',
  'error.import.outOfMemory.why': 'Reading it takes more memory than an import may have ({megabytes} MB).',
  'error.import.outOfMemory.next': 'Export it again with its final checkpoint only.',
  'error.import.outOfTurn.what': 'The file was not imported.',
  'error.import.outOfTurn.why':
    'Its pieces did not come one after the other, or not as many as were announced.',
  'error.import.outOfTurn.next': 'Import it again.',
  'error.import.stopped.what': 'The import was stopped.',
  'error.import.stopped.why': 'You stopped it, or its window was closed. Nothing of the file was kept.',
  'error.import.stopped.next': 'Import the file again at any time.',

  'error.environment.expressionTooLong.what': 'The reward cannot be read.',
  'error.environment.expressionTooLong.why': 'It has {length} characters; at most {limit} are read.',
  'error.environment.expressionTooLong.next': 'Shorten it, or let the model compute part of it as a sensor.',
  'error.environment.expressionTooDeep.what': 'The reward cannot be read.',
  'error.environment.expressionTooDeep.why':
    'At position {position} it is nested deeper than {limit} parentheses, calls or signs.',
  'error.environment.expressionTooDeep.next': 'Take out parentheses and signs that change nothing.',
  'error.environment.modelTooLarge.what': 'This model is too large to be opened.',
  'error.environment.modelTooLarge.why':
    'It has or asks for {count} as “{what}”; at most {limit} are opened.',
  'error.environment.modelTooLarge.next':
    'Make it smaller there (line {line}; 0: no line of its own) and open it again.',
  'error.environment.modelNotZip.what': 'The model’s files cannot be read.',
  'error.environment.modelNotZip.why': 'They are no zip, or it was cut short or damaged ({reason}).',
  'error.environment.modelNotZip.next': 'Choose the folder itself, or pack it again as a plain zip.',
  'error.environment.modelZipBomb.what': 'The model’s files were not unpacked.',
  'error.environment.modelZipBomb.why': 'They would take {megabytes} MB; at most {limit} MB are taken.',
  'error.environment.modelZipBomb.next':
    'Leave out what the model does not use, or make meshes and pictures smaller. Do not trust a small file that unpacks to a large one.',
  'error.environment.modelManyFiles.what': 'The model’s files were not unpacked.',
  'error.environment.modelManyFiles.why': 'There are {count} or more; at most {limit} are taken.',
  'error.environment.modelManyFiles.next': 'Choose the folder of this one model alone.',
  'error.environment.modelBadPath.what': 'The model’s files were not unpacked.',
  'error.environment.modelBadPath.why': 'One is called “{name}”, which would lie outside the model’s folder.',
  'error.environment.modelBadPath.next': 'Do not trust this file. Pack the folder again from where it came.',
  'error.environment.modelFileTwice.what': 'The model’s files were not unpacked.',
  'error.environment.modelFileTwice.why': '“{name}” is there twice, and only one of them can be right.',
  'error.environment.modelFileTwice.next': 'Pack the folder again, or choose it as it is.',
  'error.environment.modelNoMain.what': 'There is no model among these files.',
  'error.environment.modelNoMain.why': 'None of the {count} files is MuJoCo’s XML (MJCF).',
  'error.environment.modelNoMain.next':
    'Add the model’s .xml file. URDF and other formats can be turned into MJCF by MuJoCo’s own tools.',
  'error.environment.modelWhichMain.what': 'These files hold several models.',
  'error.environment.modelWhichMain.why': 'Each of these could be meant: {names}.',
  'error.environment.modelWhichMain.next':
    'Choose one of them (on the command line: @folder/robot.xml), or take the others away.',
  'error.environment.modelFileMissing.what': 'The model needs other files.',
  'error.environment.modelFileMissing.why': 'It asks for {count} that are not there: {names}.',
  'error.environment.modelFileMissing.next':
    'Choose the model’s whole folder, all its files together, or a zip of them.',
  'error.environment.modelFileOutside.what': 'This model was not opened.',
  'error.environment.modelFileOutside.why':
    'Its “{kind}” asks for “{file}”, which lies outside the model’s folder.',
  'error.environment.modelFileOutside.next':
    'Choose the folder that holds everything, or copy that file beside the model and name it from there.',
  'error.environment.modelIncludeCycle.what': 'This model was not opened.',
  'error.environment.modelIncludeCycle.why': 'Its files include each other without end: {names}.',
  'error.environment.modelIncludeCycle.next': 'Take one of these includes away.',
  'error.environment.modelPictureTooLarge.what': 'This model was not opened.',
  'error.environment.modelPictureTooLarge.why':
    'Its picture “{name}” has {width} by {height} pixels; a side may have {side}, all pictures together {limit}.',
  'error.environment.modelPictureTooLarge.next': 'Make the model’s pictures smaller.',
  'error.environment.modelPlugin.what': 'This model needs plugins that the studio does not have.',
  'error.environment.modelPlugin.why':
    'It uses {names}. The studio runs MuJoCo’s WebAssembly build, which comes without plugins.',
  'error.environment.modelPlugin.next':
    'Take them out of the model: cables and shells can be made of joints or of flexes, which MuJoCo has built in.',
  'error.environment.unknownKeyframe.what': 'The model has no such keyframe.',
  'error.environment.unknownKeyframe.why': '“{keyframe}” is not among its keyframes: {known}.',
  'error.environment.unknownKeyframe.next':
    'Choose one of them by name or number, or leave it empty for the model’s own pose.',
  'error.environment.modelTooSlow.what': 'This model was not opened.',
  'error.environment.modelTooSlow.why':
    'MuJoCo was not done with it and its first steps after {seconds} s, and was ended.',
  'error.environment.modelTooSlow.next': 'Use fewer or simpler parts, and smaller counts and textures.',
  'error.environment.modelMemory.what': 'This model was not opened.',
  'error.environment.modelMemory.why': 'Opening it takes more than {megabytes} MB of memory.',
  'error.environment.modelMemory.next':
    'Use fewer parts, smaller textures and height fields, and a smaller <size>.',
  'error.environment.modelCrashed.what': 'This model was not opened.',
  'error.environment.modelCrashed.why':
    'MuJoCo broke off while it opened the model, in a process of its own ({reason}). Nothing else is affected.',
  'error.environment.modelCrashed.next':
    'Simplify the model until it opens; the part taken out last is the cause.',
  'error.environment.physicsAborted.what': 'The simulation broke off.',
  'error.environment.physicsAborted.why':
    'MuJoCo gave up: {reason}. Nothing else that is simulated is affected.',
  'error.environment.physicsAborted.next': 'Open it again. If it happens again, the model asks too much.',
} as const;
