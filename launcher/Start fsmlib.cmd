@echo off
rem Starts fsmlib's app: uv.exe beside this file brings Python and the packages the first time.
chcp 65001 >nul
title fsmlib
pushd "%~dp0"
set "WHEEL="
for %%f in (fsmlib-*.whl) do set "WHEEL=%%f"
if not defined WHEEL goto zipped
if not exist uv.exe goto zipped
echo fsmlib starter. Første gang hentes der omkring 300 MB, og det kan tage nogle minutter.
uv.exe --system-certs tool run --python ">=3.11" --constraints versioner.txt --from "%WHEEL%" fsm app %*
if errorlevel 1 goto failed
popd
exit /b 0
:zipped
echo Pak hele zip-filen ud først: højreklik på den, og vælg "Udpak alle". Start derefter herfra.
goto end
:failed
echo.
echo Det lykkedes ikke. Se "Læs mig først.html" under "Når det ikke går".
:end
popd
pause
exit /b 1
