package sulcus;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The rooms of the program and who may enter which. */
class ArchitectureTest {
    private static final JavaClasses SULCUS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(place -> !place.contains("Test.class") && !place.contains("Test$"))
            .importPackages("sulcus");

    /** A room and the rooms it may use, in the order in which data flows. */
    private record Room(String name, String... mayUse) {}

    private static final List<Room> ROOMS = List.of(
            new Room("task"),
            new Room("algebra", "task"),
            new Room("format", "task"),
            new Room("hub", "format", "task"),
            new Room("model", "format", "task"),
            new Room("text", "format", "task"),
            new Room("run", "format", "model", "text", "task"),
            new Room("decompose", "format", "model", "text", "algebra", "run", "task"),
            new Room("prune", "format", "model", "text", "algebra", "run", "decompose", "task"),
            new Room("evaluate", "format", "model", "text", "run", "prune", "task"),
            new Room("export", "format", "model", "text", "run", "prune", "evaluate", "task"),
            new Room(
                    "study",
                    "format",
                    "model",
                    "text",
                    "run",
                    "algebra",
                    "decompose",
                    "prune",
                    "evaluate",
                    "export",
                    "task"),
            new Room("figure", "format", "model", "text", "decompose", "prune", "study", "task"),
            new Room("sample", "format", "model", "text", "run", "task"),
            new Room(
                    "cli",
                    "format",
                    "model",
                    "text",
                    "run",
                    "algebra",
                    "decompose",
                    "prune",
                    "evaluate",
                    "export",
                    "study",
                    "figure",
                    "sample",
                    "hub",
                    "task"),
            new Room(
                    "workbench",
                    "hub",
                    "format",
                    "model",
                    "text",
                    "run",
                    "algebra",
                    "decompose",
                    "prune",
                    "evaluate",
                    "export",
                    "study",
                    "figure",
                    "task"));

    @TestFactory
    Stream<DynamicTest> roomsUseOnlyWhatLiesBeforeThem() {
        return ROOMS.stream()
                .map(room -> DynamicTest.dynamicTest(room.name(), () -> {
                    List<String> allowed = new ArrayList<>(List.of("sulcus." + room.name() + ".."));
                    for (String other : room.mayUse()) {
                        allowed.add("sulcus." + other + "..");
                    }
                    noClasses()
                            .that()
                            .resideInAPackage("sulcus." + room.name() + "..")
                            .should()
                            .dependOnClassesThat(resideInAPackage("sulcus..")
                                    .and(not(resideInAnyPackage(allowed.toArray(String[]::new))))
                                    .as("beyond its own room and " + String.join(", ", room.mayUse())))
                            .allowEmptyShould(true)
                            .because("data flow one way: files, weights, taps, networks, plans, numbers, export")
                            .check(SULCUS);
                }));
    }

    @Test
    void everyClassIsInARoom() {
        String[] rooms =
                ROOMS.stream().map(room -> "sulcus." + room.name() + "..").toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage("sulcus..")
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .resideInAnyPackage(rooms)
                .because("a class outside the rooms is bound by no rule")
                .check(SULCUS);
    }

    @Test
    void onlyRunAndAlgebraSeeTheEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackages("sulcus.run..", "sulcus.algebra..", "sulcus.text..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .because("native memory has an owner; it never leaves these rooms")
                .check(SULCUS);
        noClasses()
                .that()
                .resideInAPackage("sulcus.text..")
                .should()
                .dependOnClassesThat(resideInAPackage("ai.djl..").and(not(resideInAPackage("ai.djl.huggingface.."))))
                .because("texts need DJL's tokenizers and nothing else of it")
                .check(SULCUS);
    }

    @Test
    void onlyTheHubsConnectionSeesTheNetwork() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("sulcus.hub.Connection")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.net.http..", "javax.net..")
                        .or(assignableTo(java.net.URLConnection.class))
                        .or(assignableTo(java.net.Socket.class))
                        .or(assignableTo(java.net.ServerSocket.class))
                        .or(assignableTo(java.nio.channels.NetworkChannel.class)))
                .because("nothing is fetched, and nothing said of the user, without having been asked for")
                .check(SULCUS);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("sulcus.hub.Connection")
                .should()
                .callMethod(java.net.URL.class, "openStream")
                .orShould()
                .callMethod(java.net.URL.class, "openConnection")
                .because("nothing is fetched, and nothing said of the user, without having been asked for")
                .check(SULCUS);
    }

    @Test
    void onlyAlgebraSeesNd4j() {
        noClasses()
                .that()
                .resideOutsideOfPackage("sulcus.algebra..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.nd4j..", "org.bytedeco..")
                .because("the rest of the program asks a port, so that the better library can be chosen per operation")
                .check(SULCUS);
    }

    @Test
    void onlyTheWorkbenchSeesJavaFx() {
        noClasses()
                .that()
                .resideOutsideOfPackage("sulcus.workbench..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "org.controlsfx..", "atlantafx..", "org.kordamp..")
                .because("everything but the window works on a machine without a screen")
                .check(SULCUS);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching("sulcus.(*)..")
                .should()
                .beFreeOfCycles()
                .because("a room can be understood with those before it alone")
                .check(SULCUS);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackages("sulcus.cli..", "sulcus.sample..")
                .should()
                .accessField(System.class, "out")
                .because("standard output is the commands' result")
                .check(SULCUS);
    }

    @Test
    void threadsAreMadeByTasksOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("sulcus.task..")
                .should()
                .callConstructorWhere(target(owner(assignableTo(Thread.class))))
                .because("work that is not a task cannot be cancelled and shows no progress")
                .check(SULCUS);
    }

    @Test
    void nothingIsSerialized() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class)
                .because("reading a serialized object runs code from the file")
                .check(SULCUS);
    }
}
