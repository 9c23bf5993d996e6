/**
 * What the cells of a Jupyter notebook show: figures, models, recordings and diagnoses as values of
 * a cell, and the progress of a fit while it runs. The kernel is rapaio-jupyter-kernel, which finds
 * {@link ai.miniai.notebook.MiniaiDisplay} by itself.
 */
@NullMarked
package ai.miniai.notebook;

import org.jspecify.annotations.NullMarked;
