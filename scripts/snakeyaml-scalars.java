/**
 * Writes how SnakeYAML reads several thousand unquoted scalars, as lines of [text, type, value]. Values that JSON cannot
 * represent are text. To repeat it, use Debian's libyaml-snake-java 1.33 and Java 17 (the tests need neither):
 *
 *     java -cp /usr/share/java/snakeyaml.jar scripts/snakeyaml-scalars.java > test/data/snakeyaml-scalars.json
 */

import java.io.StringReader;
import java.util.*;
import org.yaml.snakeyaml.*;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.*;

class SnakeYamlScalars {
  static final String[] ALPHABET = "0 1 8 9 . - + e _ : x b".split(" ");
  static final String[] NUMBERS = ("0 7 8 00 07 08 010 018 0_7 1_000 _1 1_ 12345678901 012345678901 0x 0xF 0x_1f 0xg 0b 0b1 0b_ 0b12 0o7"
      + " 1:30 1:60 01:30 190:20:30 1:30.5 1:2:3.25 0:30.5 .5 5. 1.10 2.0 1._5 ._ ._5 . .e1 e1 1e3 1E3 1e+3 1.5e-3 1.e3 .5e3 ._e5"
      + " 1e400 1e-400 9007199254740993 12345678901234567890123 0777777777777777777777777 0xffffffffffffffffffff"
      + " 123456789:59.5 .inf .Inf .INF .iNF .nan .NaN .NAN .Nan inf nan").split(" ");
  static final String[] WORDS = "yes no on off true false null y n t f none".split(" ");
  static final String[] OTHERS = ("9999999999:30 ~ = == < << <<< 2012-10-17 2012-1-1 2001-12-14T21:59:43.10-05:00 2001-12-14t21:59:43Z 20:03:20 12:30:45.678"
      + " E3014 .e1 -.e1 0.0.1 1.2.3.4 10.0.0.0/16 1,000 $1 1% ::1 a:b 0-9 1/2 --1 +-1 1+1 1e 1e+ e 9999999999:30 0xx 0bb 1__ 1__2 1_._5 -0 +0 -00 0e0").split(" ");

  public static void main(String[] args) {
    Set<String> scalars = new LinkedHashSet<>();
    scalars.add("");
    for (String a : ALPHABET) {
      scalars.add(a);
      for (String b : ALPHABET) {
        scalars.add(a + b);
        for (String c : ALPHABET) scalars.add(a + b + c);
      }
    }
    for (String number : NUMBERS) for (String sign : new String[] {"", "-", "+"}) scalars.add(sign + number);
    for (String word : WORDS) {
      String title = word.substring(0, 1).toUpperCase() + word.substring(1);
      scalars.addAll(List.of(word, word.toUpperCase(), title, word.substring(0, 1) + word.substring(1).toUpperCase(), word + "_"));
    }
    scalars.addAll(List.of(OTHERS));
    List<String> lines = new ArrayList<>();
    for (String scalar : scalars) if (isPlain(scalar)) lines.add(line(scalar));
    System.out.println("[\n" + String.join(",\n", lines) + "\n]");
  }

  /** Whether the text is a single unquoted scalar. */
  static boolean isPlain(String text) {
    try {
      Node value = ((MappingNode) new Yaml().compose(new StringReader("a: " + text))).getValue().get(0).getValueNode();
      return value instanceof ScalarNode scalar && scalar.isPlain() && scalar.getValue().equals(text);
    } catch (YAMLException notYaml) {
      return false;
    }
  }

  static String line(String text) {
    Object value;
    try {
      value = ((Map<?, ?>) new Yaml().load("a: " + text)).get("a");
    } catch (RuntimeException error) {
      return String.format("[\"%s\", \"error\", null]", text);
    }
    if (value == null) return String.format("[\"%s\", \"null\", null]", text);
    if (value instanceof Date) return String.format("[\"%s\", \"date\", null]", text);
    if (value instanceof String) return String.format("[\"%s\", \"text\", null]", text);
    boolean isJson = !(value instanceof Double number) || Double.isFinite(number);
    String type = value instanceof Boolean ? "bool" : value instanceof Double ? "float" : "int";
    return String.format("[\"%s\", \"%s\", %s]", text, type, isJson ? value : "\"" + value + "\"");
  }
}
