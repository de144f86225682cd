package dev.millrace.stack.simulator;

import java.util.List;
import java.util.random.RandomGenerator;

/// Makes up personal data, because shops have them and nothing of them may leave the database. Numbers lie in ranges
/// that no network uses, addresses end in `.example`.
final class People {
    private static final List<String> FAMILY = List.of("Testov", "Muster", "Sample", "Doe", "测", "样", "某", "例");
    private static final List<String> GIVEN = List.of("Alpha", "Bravo", "Carol", "Delta", "小一", "小二", "小三", "小四");
    private static final List<String> PROVINCES =
            List.of("Guangdong", "Zhejiang", "Sichuan", "Jiangsu", "Hubei", "Shaanxi", "Yunnan", "Fujian");
    private static final List<String> CITIES = List.of("East City", "West City", "North City", "South City");

    private final RandomGenerator random;

    People(RandomGenerator random) {
        this.random = random;
    }

    /// A person that does not exist.
    record Person(String name, String mobile, String email, String company, String province, String city) {}

    Person next(int number) {
        return new Person(
                any(FAMILY) + any(GIVEN) + number,
                "1000%07d".formatted(number),
                "user%d@mail.example".formatted(number),
                "Buyer Company %d".formatted(1 + random.nextInt(200)),
                any(PROVINCES),
                any(CITIES));
    }

    private String any(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }
}
