/** What both command lines share: streams, exit statuses, and failures that are told in a line. */
@NullMarked
package org.cellsched.host.cli;

import org.jspecify.annotations.NullMarked;
