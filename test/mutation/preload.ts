/**
 * Loads what the functions load only when they need it. Code that runs while a file is loaded counts as covered by the
 * test that loads the file first, so that mutants in it would survive although other tests cover them.
 */

import '../../handlers/custom-resource/image.js';
import '../../handlers/custom-resource/stack.js';
import '../../handlers/custom-resource/export/owned.js';
import '../../handlers/custom-resource/export/batch.js';
import '../../handlers/custom-resource/export/ec2.js';
import '../../handlers/custom-resource/export/iam.js';
