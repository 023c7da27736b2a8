/**
 * A strict YAML reader for files that people write: every value knows its place in the file, every
 * complaint says what was seen there and what was expected.
 */
@NullMarked
package org.cellsched.host.yaml;

import org.jspecify.annotations.NullMarked;
