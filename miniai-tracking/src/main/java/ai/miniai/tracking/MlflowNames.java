package ai.miniai.tracking;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The names of one kind of thing in a run, such as its metrics, as MLflow takes them. Two names
 * stay two: if the second one becomes what the first one has become, it gets a number.
 */
final class MlflowNames {
  /** MLflow refuses longer names. */
  static final int LONGEST = 250;

  /** With its ending it is a name that file systems take. */
  private static final int LONGEST_FILE = 200;

  private final UnaryOperator<String> legal;
  private final int longest;
  private final Map<String, String> given = new HashMap<>();
  private final Set<String> taken = new HashSet<>();

  private MlflowNames(UnaryOperator<String> legal, int longest) {
    this.legal = legal;
    this.longest = longest;
  }

  /** Of metrics, parameters or tags. */
  static MlflowNames keys() {
    return new MlflowNames(MlflowNames::key, LONGEST);
  }

  /** Of files, without folders and endings. */
  static MlflowNames files() {
    return new MlflowNames(name -> cut(key(name.replace('/', '_')), LONGEST_FILE), LONGEST_FILE);
  }

  /** The same for the same name, and another one for another. */
  String of(String name) {
    return given.computeIfAbsent(name, this::free);
  }

  private String free(String name) {
    String wanted = legal.apply(name);
    String free = wanted;
    for (int i = 2; !taken.add(free); i++) {
      String number = "_" + i;
      free = cut(wanted, longest - number.length()) + number;
    }
    return free;
  }

  /** MLflow refuses names with other characters, and such as are no path in normal form. */
  static String key(String name) {
    String legal = cut(name.replaceAll("[^A-Za-z0-9_./ -]", "_"), LONGEST);
    String path = legal.replaceAll("/(?=/)|^/|/$|\\.\\.|(?<![^/])\\.(?![^/])", "_");
    return path.isEmpty() ? "_" : path;
  }

  private static String cut(String name, int most) {
    return name.length() <= most ? name : name.substring(0, most);
  }
}
