/**
 * Tables: rows of numbers and categories, from CSV files or from any rows.
 *
 * <pre>{@code
 * TableColumns columns =
 *     new TableColumns(List.of("age", "fare"), List.of("sex", "class")).predictClass("survived");
 * Table rows = CsvFile.of(Path.of("titanic.csv")).read(columns);
 * TablePreparation preparation = TablePreparation.fit(rows.subset(0, 700));
 * DataLoaders dls = DataLoaders.of(
 *     preparation.apply(rows.subset(0, 700)), preparation.apply(rows.subset(700, 891)), 64);
 * }</pre>
 *
 * <p>What is learned from the training rows (means, categories, classes) is kept in a {@link
 * ai.miniai.data.table.TablePreparation}, which is saved with the model and prepares new rows.
 */
@NullMarked
package ai.miniai.data.table;

import org.jspecify.annotations.NullMarked;
