package team.betting;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import keiba.architecture.CoreRules;
import keiba.architecture.ProductionClasses;

@AnalyzeClasses(packages = "team.betting", importOptions = ProductionClasses.class)
class CoreRulesTest {
    @ArchTest
    static final ArchTests CORE = ArchTests.in(CoreRules.class);
}
