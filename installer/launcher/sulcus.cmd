@echo off
rem Starts Sulcus with a Java 25 or newer: SULCUS_JAVA, JAVA_HOME, or the first java on the path.
setlocal
set "home=%~dp0.."
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
if defined SULCUS_JAVA set "java=%SULCUS_JAVA%"
for /f "tokens=3" %%v in ('"%java%" -version 2^>^&1 ^| findstr /i "version"') do set "version=%%~v"
for /f "delims=.-" %%m in ("%version%") do set "major=%%m"
if not defined major set "major=0"
if %major% LSS 25 (
  echo sulcus: no Java 25 or newer found; install one ^(for example Eclipse Temurin 25^), or set JAVA_HOME to it 1>&2
  exit /b 1
)
"%java%" --module-path "%home%\javafx" --add-modules javafx.controls,javafx.swing --enable-native-access=javafx.graphics,ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseParallelGC -Dai.djl.offline=true -Dsulcus.home="%home%" %SULCUS_OPTS% -cp "%home%\lib\*" sulcus.cli.Main %*
exit /b %errorlevel%
