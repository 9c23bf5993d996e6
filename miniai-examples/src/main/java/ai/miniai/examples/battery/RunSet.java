package ai.miniai.examples.battery;

import ai.miniai.data.fashion.FashionMnist;
import ai.miniai.examples.battery.record.BatteryStore;
import ai.miniai.examples.battery.record.Part;
import ai.miniai.examples.battery.record.Trial;
import ai.miniai.examples.battery.tasks.TaskJudgement;
import ai.miniai.examples.battery.tasks.TaskRun;
import ai.miniai.examples.battery.tasks.TaskTraining;
import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The batteries that there are. */
enum RunSet {
  /** Networks that classify images. */
  IMAGES {
    @Override
    Stream<String> ids() {
      return BatteryRun.all().stream().map(BatteryRun::id);
    }

    @Override
    List<? extends Trial> trials() {
      FashionMnist images = FashionMnist.load();
      return BatteryRun.all().stream().map(run -> new BatteryTraining(run, images)).toList();
    }

    @Override
    String judge(BatteryStore store, Predicate<Part> parts, boolean each) throws IOException {
      Map<String, Double> accuracies = store.results();
      ImmutableList.Builder<Judged> judged = ImmutableList.builder();
      for (BatteryRun run : BatteryRun.all()) {
        Double accuracy = accuracies.get(run.id());
        if (accuracy != null) {
          judged.add(new Judged(run, accuracy, store.watch(run.id())));
        }
      }
      return new Judgement(judged.build(), run -> parts.test(run.part())).text(each);
    }
  },

  /** Tables, sequences and images, with the mistakes that people make. */
  TASKS {
    @Override
    Stream<String> ids() {
      return TaskRun.all().stream().map(TaskRun::id);
    }

    @Override
    List<? extends Trial> trials() {
      var images = Suppliers.memoize(FashionMnist::load);
      return TaskRun.all().stream().map(run -> new TaskTraining(run, images)).toList();
    }

    @Override
    String judge(BatteryStore store, Predicate<Part> parts, boolean each) throws IOException {
      return TaskJudgement.of(store, parts).text(each);
    }
  };

  /** The names of all runs. */
  abstract Stream<String> ids();

  /** All runs, in the order in which they are trained. */
  abstract List<? extends Trial> trials();

  /**
   * Tables in Markdown about the runs in {@code store} that belong to these parts.
   *
   * @param each whether to tell of each run, too
   */
  abstract String judge(BatteryStore store, Predicate<Part> parts, boolean each) throws IOException;
}
