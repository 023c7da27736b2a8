/** libbpf through java.lang.foreign, and nowhere else: the data plane in the kernel. */
@NullMarked
package org.cellsched.loader.bpf;

import org.jspecify.annotations.NullMarked;
