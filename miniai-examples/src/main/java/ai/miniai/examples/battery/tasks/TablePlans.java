package ai.miniai.examples.battery.tasks;

import ai.miniai.data.Dataset;
import ai.miniai.loss.BCELoss;
import ai.miniai.loss.BCEWithLogitsLoss;
import ai.miniai.loss.CrossEntropyLoss;
import ai.miniai.loss.L1Loss;
import ai.miniai.loss.LossFunction;
import ai.miniai.loss.MSELoss;
import ai.miniai.loss.Reduction;
import ai.miniai.nn.Sigmoid;
import java.util.function.Function;

/** Trainings on made-up tables that go well. */
final class TablePlans {
  private static final int ROWS = 3200;
  private static final int CHECKS = 4000;

  private TablePlans() {}

  static Plan noisy() {
    return plan(
        (row, chance) -> MadeUpTable.number(MadeUpTable.draw(0.6 * MadeUpTable.sum(row), chance)),
        1,
        kind -> new BCEWithLogitsLoss().reduction(kind),
        Quality.LIKELIHOOD);
  }

  static Plan clean() {
    Plan plan =
        plan(
            (row, chance) -> MadeUpTable.number(MadeUpTable.curve(row) > 0 ? 1 : 0),
            1,
            kind -> new BCELoss().reduction(kind),
            Quality.LIKELIHOOD);
    plan.output = Sigmoid::new;
    return plan.sgd(0.1);
  }

  static Plan imbalanced() {
    return plan(
        (row, chance) ->
            MadeUpTable.number(MadeUpTable.draw(2.5 * MadeUpTable.sum(row) - 5, chance)),
        1,
        kind -> new BCEWithLogitsLoss().reduction(kind),
        Quality.LIKELIHOOD);
  }

  static Plan rare() {
    return plan(
        (row, chance) ->
            MadeUpTable.label(MadeUpTable.draw(3 * MadeUpTable.sum(row) - 8.2, chance)),
        2,
        kind -> new CrossEntropyLoss().reduction(kind),
        Quality.LIKELIHOOD);
  }

  static Plan sixClasses() {
    return plan(
            (row, chance) -> MadeUpTable.label(MadeUpTable.sector(row, chance)),
            MadeUpTable.SECTORS,
            kind -> new CrossEntropyLoss().reduction(kind),
            Quality.ACCURACY)
        .sgd(0.05);
  }

  static Plan regression() {
    return plan(
            (row, chance) ->
                MadeUpTable.number(MadeUpTable.curve(row) + chance.normal(1, 0, 0.1)[0]),
            1,
            kind -> new MSELoss().reduction(kind),
            Quality.SQUARES)
        .sgd(0.03);
  }

  static Plan outliers() {
    return plan(
        (row, chance) ->
            MadeUpTable.number(MadeUpTable.sum(row) + 0.2 * MadeUpTable.heavyTailed(chance)),
        1,
        kind -> new L1Loss().reduction(kind),
        Quality.DISTANCES);
  }

  private static Plan plan(
      MadeUpTable.Rule rule, int out, Function<Reduction, LossFunction> losses, Quality quality) {
    Dataset all = MadeUpTable.rows(ROWS + CHECKS, 1, rule);
    Plan plan = new Plan(all.subset(0, ROWS), all.subset(ROWS, ROWS + CHECKS), losses, quality);
    plan.shape = new Mlp(MadeUpTable.COLUMNS, 2, 32, out);
    plan.raw = TablePlans::inOtherUnits;
    return plan;
  }

  /** Columns with means and standard deviations from 1 to 1000, as in most tables. */
  private static float[] inOtherUnits(float[] row) {
    for (int i = 0; i < row.length; i++) {
      float unit = (float) Math.pow(10, i % 4);
      row[i] = unit * (row[i] + 3);
    }
    return row;
  }
}
