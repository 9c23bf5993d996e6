package ai.miniai.examples.faults;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.data.fashion.FashionMnist;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.base.Suppliers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains broken programs, and evaluates the doctor with them. */
@Command(
    name = "faults",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Train broken programs and their repairs, and judge the doctor by them.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all cases were judged", "1:a case could not be read or trained"})
public final class FaultsCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "DIR",
      description = "A case, which is a folder with a case.json, or a folder of cases.")
  private List<Path> folders = List.of();

  @Option(names = "--seed", description = "Seed of all random numbers of each run.")
  private long seed = 1;

  @Option(names = "--out", paramLabel = "DIR", description = "Where to keep the recorded runs.")
  private @Nullable Path out;

  @Option(
      names = "--judge",
      description = "Judge the runs that --out has kept, instead of training any.")
  private boolean judge;

  @Option(
      names = "--fix",
      description =
          "Train the broken programs again with the doctor's remedies, and say which ones help.")
  private boolean fix;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  private final Supplier<FashionMnist> images = Suppliers.memoize(FashionMnist::load);
  private final List<JudgedCase> judged = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    checkArgument(!judge || out != null, "--judge needs --out, the folder with the recorded runs");
    checkArgument(
        !fix || (out == null && !json),
        "--fix prints a text and keeps nothing: no --out, no --json");
    var healing = new FaultHealing(images, seed);
    boolean failed = false;
    for (Path folder : cases()) {
      try {
        if (fix) {
          say(healing.heal(name(folder), read(folder), folder));
        } else {
          judged.add(judge(folder));
          say(judged.get(judged.size() - 1).text());
        }
      } catch (IOException | RuntimeException failure) { // one bad case does not cost the others
        failed = true;
        complain(failure.getMessage() == null ? failure.toString() : failure.getMessage());
      }
    }
    if (fix) {
      say(healing.summary());
      return failed ? 1 : 0;
    }
    FaultsSummary summary = FaultsSummary.of(judged);
    if (json) {
      ObjectNode all = new ObjectMapper().createObjectNode();
      ArrayNode each = all.putArray("cases");
      judged.forEach(one -> one.write(each.addObject()));
      summary.write(all);
      System.out.println(all);
    }
    say(summary.text());
    return failed ? 1 : 0;
  }

  private void say(String text) {
    if (!json) {
      System.out.println(text);
    }
  }

  private void complain(String text) {
    if (spec != null) {
      spec.commandLine().getErr().println("miniai: " + text);
    }
  }

  /** The folders of all cases, sorted within each folder that was named. */
  private List<Path> cases() throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path folder : folders) {
      if (isCase(folder)) {
        all.add(folder);
      } else {
        try (Stream<Path> inside = Files.list(folder)) {
          List<Path> found = inside.filter(FaultsCommand::isCase).sorted().toList();
          checkArgument(
              !found.isEmpty(),
              "%s is neither a case nor a folder of cases: no %s in it",
              folder,
              FaultCase.FILE);
          all.addAll(found);
        }
      }
    }
    return all;
  }

  private static boolean isCase(Path folder) {
    return Files.exists(folder.resolve(FaultCase.FILE));
  }

  private FaultCase read(Path folder) throws IOException {
    return FaultCase.read(
        folder,
        field -> complain(folder + ": the field \"" + field + "\" is not known, and ignored"));
  }

  private static String name(Path folder) throws IOException {
    return folder.toRealPath().getFileName().toString();
  }

  private JudgedCase judge(Path folder) throws IOException {
    FaultCase one = read(folder);
    String name = name(folder);
    FaultRun faulty = run(one.faulty(), folder, name + "-faulty");
    Opinion opinion = Opinion.of(faulty.record());
    JudgedRun judgedFaulty =
        new JudgedRun(
            faulty,
            opinion,
            one.isOrigin()
                ? FaultJudgement.ofGood(opinion, faulty.outcome())
                : FaultJudgement.ofFaulty(opinion, one.groundTruth()));
    FaultProgram patch = one.repaired();
    return new JudgedCase(
        name,
        one,
        judgedFaulty,
        patch == null ? null : good(run(patch, folder, name + "-repaired")));
  }

  private static JudgedRun good(FaultRun run) {
    Opinion opinion = Opinion.of(run.record());
    return new JudgedRun(run, opinion, FaultJudgement.ofGood(opinion, run.outcome()));
  }

  private FaultRun run(FaultProgram program, Path folder, String name) throws IOException {
    if (out == null) {
      return new FaultTraining(program, folder, images).run(seed);
    }
    FaultStore store = new FaultStore(out);
    String stored = name + "-seed-" + seed;
    if (!judge) {
      store.write(stored, new FaultTraining(program, folder, images).run(seed));
    }
    return store.read(stored);
  }
}
